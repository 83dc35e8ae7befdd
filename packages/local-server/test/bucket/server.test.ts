import { readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import type { ObjectStore } from "@docjobs/object-store";
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import { startServer } from "../../src/start-local-server.js";
import { type Answer, type Call, clientOf, untilEnded } from "../support/client.js";
import {
  faultyWorker,
  form,
  pixel,
  runServer,
  type RunningServer,
  sample,
} from "../support/running-server.js";
import { newBucketUrl, type S3Server, startS3, useBuckets } from "../support/s3-server.js";

let s3: S3Server;
let bucketUrl: string;
let server: RunningServer;
let objects: ObjectStore;
let hub: (call: Call) => Promise<Answer>;

beforeAll(async () => {
  s3 = await startS3();
});
afterAll(() => s3.close());
beforeEach(async () => {
  s3.cutAfter(undefined);
  useBuckets();
  bucketUrl = newBucketUrl().files ?? "";
  server = await runServer({ files: bucketUrl }, { workerPath: faultyWorker });
  objects = await s3.open(bucketUrl);
  hub = clientOf(server, "castdoc", { authorization: "Bearer alice" });
});
afterEach(async () => {
  s3.cutAfter(undefined);
  objects.close();
  await server.close();
});

const bytes = Buffer.alloc(3_000_000, "document ");
const large = (name = "large.bin"): File => new File([bytes], name);
const upload = (file: File): Promise<Answer> =>
  hub({ operation: "uploadFile", path: "/files", form: form({ file }) });
const listed = async (): Promise<unknown[]> =>
  (await hub({ operation: "listFiles", path: "/files" })).body["data"] as unknown[];

async function content(id: unknown): Promise<Buffer> {
  const response = await fetch(`${server.url}/files/${String(id)}/content`, {
    headers: { authorization: "Bearer alice" },
  });
  if (!response.ok) throw new Error(`answered ${response.status}`);
  return Buffer.from(await response.arrayBuffer());
}

async function keys(prefix = ""): Promise<string[]> {
  const found: string[] = [];
  for await (const { key } of objects.list(prefix)) found.push(key);
  return found;
}

const submit = (file: File): Promise<Answer> => {
  const call = clientOf(server, "convert-fast", { "x-fast-api-key": "alice" });
  return call({ operation: "createJob", path: "/convert", form: form({ file, targetFormat: "jpg" }) });
};
const jobOf = (id: unknown): Promise<Answer> => {
  const call = clientOf(server, "convert-fast", { "x-fast-api-key": "alice" });
  return untilEnded(
    () => call({ operation: "getJob", path: `/convert/job/${String(id)}` }),
    ({ status }) => !["Queued", "Running"].includes(status),
  );
};

/** With nothing of the bucket left on this machine. */
async function forget(): Promise<void> {
  await server.restart();
  hub = clientOf(server, "castdoc", { authorization: "Bearer alice" });
}

it("has every content in the bucket before it answers, and needs nothing else after a restart", async () => {
  const { body } = await upload(large());
  expect(await keys("contents/")).toHaveLength(1);
  const accepted = await submit(pixel());
  const job = await jobOf(accepted.body["id"]);
  expect(job.body["status"]).toBe("Succeeded");
  await forget();
  expect(await readdir(server.dataDirectory)).not.toContain("files");
  expect((await content(body["file_id"])).equals(bytes)).toBe(true);
  const part = await fetch(`${server.url}/files/${String(body["file_id"])}/content`, {
    headers: { authorization: "Bearer alice", range: "bytes=0-0" },
  });
  expect([part.status, await part.text()]).toEqual([206, "d"]);
  const download = await fetch(`${server.url}/convert/job/${accepted.body["id"]}/download`, {
    headers: { "x-fast-api-key": "alice" },
  });
  expect(await download.text()).toBe("made");
});

it("removes from the bucket what has expired, and what a crash has left there", async () => {
  await upload(large());
  await objects.write(`contents/${"ab".repeat(32)}`, Readable.from([Buffer.from("left")]));
  await objects.write("uploads/left/part", Readable.from([Buffer.from("left")]));
  server.clock.now += 25 * 60 * 60_000;
  await server.sweep();
  expect(await keys("contents/")).toEqual([`contents/${"ab".repeat(32)}`]);
  await forget();
  expect(await keys()).toEqual(["docjobs.database"]);
});

it("removes later what it could not remove while the bucket was away", async () => {
  await upload(large());
  server.clock.now += 25 * 60 * 60_000;
  s3.cutAfter(0);
  await expect(server.sweep()).rejects.toThrow(/storage cannot be reached/);
  expect(await listed()).toEqual([]);
  s3.cutAfter(undefined);
  expect(await keys("contents/")).toHaveLength(1);
  await server.sweep();
  expect(await keys("contents/")).toEqual([]);
});

it.each([0, 200_000])(
  "keeps nothing of an upload for which the bucket breaks off after %i bytes",
  async (cut) => {
    s3.cutAfter(cut);
    const refused = await upload(large());
    expect([refused.status, refused.headers.get("retry-after")]).toEqual([503, "5"]);
    expect(await listed()).toEqual([]);
    expect(await readdir(server.temporaryDirectory)).toEqual([]);
    s3.cutAfter(undefined);
    // Whatever the bucket\'s server made of the half that it got.
    const { body } = await upload(large());
    await forget();
    expect((await content(body["file_id"])).equals(bytes)).toBe(true);
  },
);

it("charges nothing for a job whose input cannot be stored", async () => {
  const call = clientOf(server, "convert-fast", { "x-fast-api-key": "alice" });
  s3.cutAfter(0);
  expect((await submit(pixel())).status).toBe(503);
  const { body } = await call({ operation: "getEntitlements", path: "/convert/entitlements/me" });
  expect(body["totalCredits"]).toBe(12_000);
});

it("appends a chunk once, though the bucket breaks off", async () => {
  const { body } = await hub({ operation: "createUpload", path: "/uploads", json: { filename: "a.bin" } });
  const path = `/uploads/${String(body["file_id"])}`;
  const append = (text: string): Promise<Answer> =>
    hub({
      operation: "appendUpload",
      path,
      method: "PUT",
      json: { data: Buffer.from(text).toString("base64") },
    });
  expect((await append("one ")).body["size"]).toBe(4);
  s3.cutAfter(100);
  expect((await append("lost ")).status).toBe(503);
  s3.cutAfter(undefined);
  await forget();
  expect((await append("two")).body["size"]).toBe(7);
  expect((await content(body["file_id"])).toString()).toBe("one two");
  expect(await keys("uploads/")).toHaveLength(1);
});

it("breaks a download off, rather than end it, where the bucket breaks off", async () => {
  const { body } = await upload(large());
  await forget();
  s3.cutAfter(0);
  await expect(content(body["file_id"])).rejects.toThrow("answered 503");
  s3.cutAfter(500_000);
  await expect(content(body["file_id"])).rejects.toThrow(/terminated|aborted|reset/i);
  s3.cutAfter(undefined);
  expect((await content(body["file_id"])).equals(bytes)).toBe(true);
});

it("lets a job wait for the bucket, and then run", async () => {
  const options = { files: `${bucketUrl}-slow`, queueDelayMs: 86_400_000 };
  const slow = await runServer(options, { workerPath: faultyWorker });
  try {
    const call = clientOf(slow, "convert-fast", { "x-fast-api-key": "alice" });
    const fields = { file: pixel(), targetFormat: "jpg" };
    const { body } = await call({ operation: "createJob", path: "/convert", form: form(fields) });
    slow.clock.now += options.queueDelayMs;
    s3.cutReads(true);
    await slow.restart();
    const state = async (): Promise<string> =>
      (await slow.database.selectFrom("job").select("state").executeTakeFirstOrThrow()).state;
    await expect.poll(state).toBe("running");
    await expect.poll(() => s3.cutReads(true), { timeout: 20_000 }).toBeGreaterThan(1);
    expect(await state()).toBe("running");
    s3.cutReads(false);
    const again = clientOf(slow, "convert-fast", { "x-fast-api-key": "alice" });
    const ended = await untilEnded(
      () => again({ operation: "getJob", path: `/convert/job/${body["id"]}` }),
      ({ status }) => !["Queued", "Running"].includes(status),
    );
    expect(ended.body["status"]).toBe("Succeeded");
  } finally {
    s3.cutReads(false);
    await slow.close();
  }
});

it("fails a job whose input has gone from the bucket, or is something else there", async () => {
  const slow = await runServer({ files: `${bucketUrl}-slow`, queueDelayMs: 86_400_000 });
  const other = await s3.open(`${bucketUrl}-slow`);
  try {
    const grid = clientOf(slow, "anchorgrid", { "x-api-key": "alice" });
    const jobs: [id: unknown, code: string][] = [];
    for (const code of ["URL_UNREACHABLE", "INTERNAL_ERROR"]) {
      const file = new File([await sample("plan1.pdf"), code], "plan.pdf");
      const document = await grid({
        operation: "uploadDocument",
        path: "/v1/documents",
        form: form({ file }),
      });
      const [key = ""] = await keysOf(other);
      const { document_id } = document.body;
      const { body } = await grid({
        operation: "extractSchedules",
        path: "/v1/drawings/schedules",
        json: { document_id },
      });
      if (code === "URL_UNREACHABLE") await other.remove(key);
      else await other.write(key, Readable.from([Buffer.from("%PDF-1.7 something else")]));
      jobs.push([body["job_id"], code]);
    }
    slow.clock.now += 86_400_000;
    await slow.restart({ queueDelayMs: 0 });
    const again = clientOf(slow, "anchorgrid", { "x-api-key": "alice" });
    for (const [id, code] of jobs) {
      const ended = await untilEnded(
        () => again({ operation: "getJob", path: `/v1/jobs/${String(id)}` }),
        ({ status }) => status === "complete" || status === "failed",
      );
      expect(ended.body).toMatchObject({ status: "failed", error_code: code });
    }
  } finally {
    other.close();
    await slow.close();
  }
});

async function keysOf(store: ObjectStore): Promise<string[]> {
  const found: string[] = [];
  for await (const { key } of store.list("contents/")) found.push(key);
  return found;
}

it("keeps copies on this machine up to what they may take", async () => {
  const small = await runServer({ files: `${bucketUrl}-small`, filesCacheBytes: 7_000_000 });
  try {
    const call = clientOf(small, "castdoc", { authorization: "Bearer alice" });
    for (let file = 0; file < 5; file += 1) {
      const data = form({ file: new File([bytes, String(file)], "a.bin") });
      expect((await call({ operation: "uploadFile", path: "/files", form: data })).status).toBe(201);
    }
    const directory = join(small.dataDirectory, "cache");
    const sizes = await Promise.all((await readdir(directory)).map((name) => stat(join(directory, name))));
    expect(sizes.map(({ size }) => size)).toEqual([bytes.length + 1, bytes.length + 1]);
  } finally {
    await small.close();
  }
});

it("refuses a bucket that has another server's files, and files that are elsewhere than before", async () => {
  await upload(large());
  const directory = `${server.dataDirectory}-other`;
  const start = (options: { files?: string }, dataDirectory: string): Promise<unknown> =>
    startServer({ dataDirectory, ...options }, {}).then((started) => started.close());
  try {
    await expect(start({ files: bucketUrl }, directory)).rejects.toMatchObject({ code: "FILES_MISMATCH" });
    await rm(directory, { recursive: true });
    await start({}, directory);
    await expect(start({ files: `${bucketUrl}-new` }, directory)).rejects.toThrow(/the data directory/);
    await expect(start({ files: "s3://nobucket" }, `${directory}-3`)).rejects.toMatchObject({
      code: "bucket_not_found",
    });
    // One that was not found is not where the files are.
    await start({ files: `${bucketUrl}-3` }, `${directory}-3`);
    expect(await keys("contents/")).toHaveLength(1);
  } finally {
    for (const folder of [directory, `${directory}-3`]) await rm(folder, { recursive: true, force: true });
  }
});
