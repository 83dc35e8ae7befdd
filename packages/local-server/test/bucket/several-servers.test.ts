import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Answer, type Call, clientOf, untilEnded } from "../support/client.js";
import { postgres, startDatabases, type TestDatabases } from "../support/databases.js";
import { form, pixel, runServer, type RunningServer, sample } from "../support/running-server.js";
import { type S3Server, startS3 } from "../support/s3-server.js";

describe.skipIf(postgres === undefined)("servers on one database and one bucket", () => {
  let s3: S3Server;
  let databases: TestDatabases;
  /** Each with a data directory of its own. The first one does no work. */
  let servers: [RunningServer, RunningServer];

  beforeAll(async () => {
    s3 = await startS3();
    databases = await startDatabases();
    const shared = { databaseUrl: await databases.create(), files: "s3://bucket/shared" };
    servers = [await runServer(shared, { maxRunning: 0 }), await runServer(shared)];
  });
  afterAll(async () => {
    for (const server of servers) await server.close();
    await databases.stop();
    await s3.close();
  });

  const of = (index: 0 | 1, provider: string, key = "alice"): ((call: Call) => Promise<Answer>) =>
    clientOf(servers[index], provider, {
      authorization: `Bearer ${key}`,
      "x-fast-api-key": key,
      "x-api-key": key,
    });

  it("convert at one what was uploaded to the other, and give the result at both", async () => {
    const data = form({ file: await sample("report-1.png", "a.png"), targetFormat: "jpg" });
    const { body } = await of(0, "convert-fast")({ operation: "createJob", path: "/convert", form: data });
    const path = `/convert/job/${body["id"]}`;
    await untilEnded(
      () => of(0, "convert-fast")({ operation: "getJob", path }),
      ({ status }) => status === "Succeeded",
    );
    const outputs = await Promise.all(
      servers.map(async ({ url }) => {
        const response = await fetch(`${url}${path}/download`, { headers: { "x-fast-api-key": "alice" } });
        return Buffer.from(await response.arrayBuffer());
      }),
    );
    expect(outputs[0]?.subarray(0, 3).toString("hex")).toBe("ffd8ff");
    expect(outputs[0]?.equals(outputs[1] ?? Buffer.alloc(0))).toBe(true);
  });

  it("take the chunks of one upload in turn, and each chunk once", async () => {
    const json = { filename: "a.bin" };
    const { body } = await of(0, "castdoc")({ operation: "createUpload", path: "/uploads", json });
    const path = `/uploads/${String(body["file_id"])}`;
    const append = (index: 0 | 1, text: string): Promise<Answer> =>
      of(
        index,
        "castdoc",
      )({
        operation: "appendUpload",
        path,
        method: "PUT",
        json: { data: Buffer.from(text).toString("base64") },
      });
    for (const [index, text] of [
      [0, "one "],
      [1, "two "],
      [0, "three "],
    ] as const)
      await append(index, text);
    // At once: in some order, none lost.
    const words = Array.from({ length: 12 }, (_, index) => `<${index}>`);
    const answers = await Promise.all(words.map((word, index) => append((index % 2) as 0 | 1, word)));
    expect(answers.map(({ status }) => status)).toEqual(words.map(() => 200));
    const contents = await Promise.all(
      servers.map(async ({ url }) => {
        const headers = { authorization: "Bearer alice" };
        return (await fetch(`${url}/files/${String(body["file_id"])}/content`, { headers })).text();
      }),
    );
    expect(contents[0]).toBe(contents[1]);
    expect(contents[0]?.startsWith("one two three ")).toBe(true);
    expect(contents[0]?.slice(14).match(/<\d+>/g)?.sort()).toEqual([...words].sort());
  });

  it("sign URLs for each other", async () => {
    const file = await sample("plan1.pdf");
    const { body } = await of(
      0,
      "anchorgrid",
    )({
      operation: "uploadDocument",
      path: "/v1/documents",
      form: form({ file }),
    });
    const signed = new URL(body["download_url"]);
    expect(signed.origin).toBe(servers[0].url);
    for (const { url } of servers) {
      const response = await fetch(url + signed.pathname + signed.search);
      expect((await response.arrayBuffer()).byteLength).toBe(file.size);
    }
  });

  it("keep a content that one uploads while the other removes it", async () => {
    const upload = (index: 0 | 1): Promise<Answer> =>
      of(
        index,
        "convert-fast",
      )({
        operation: "createJob",
        path: "/convert",
        form: form({ file: pixel("same.png"), targetFormat: "webp" }),
      });
    for (let round = 0; round < 5; round += 1) {
      const first = (await upload(0)).body["id"];
      const path = `/convert/job/${first}`;
      const call = of(0, "convert-fast");
      await untilEnded(
        () => call({ operation: "getJob", path }),
        ({ status }) => status === "Succeeded",
      );
      const [, second] = await Promise.all([
        call({ operation: "deleteJob", path, method: "DELETE" }),
        upload(1),
      ]);
      const ended = await untilEnded(
        () => of(1, "convert-fast")({ operation: "getJob", path: `/convert/job/${second.body["id"]}` }),
        ({ status }) => status === "Succeeded" || status === "Failed",
      );
      expect(ended.body["status"]).toBe("Succeeded");
    }
  });
});
