import { readdir } from "node:fs/promises";
import { request as httpRequest } from "node:http";
import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { clientOf, type Answer, type Call } from "../../support/client.js";
import { form, runServer, type RunningServer } from "../../support/running-server.js";

let server: RunningServer;
let call: (call: Call) => Promise<Answer>;

beforeAll(async () => {
  server = await runServer();
  call = clientOf(server, "castdoc", { authorization: "Bearer alice" });
});
afterAll(() => server.close());

const upload = (file: File): Promise<Answer> =>
  call({ operation: "uploadFile", path: "/files", form: form({ file }) });

async function content(id: string, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(`${server.url}/files/${id}/content`, {
    headers: { authorization: "Bearer alice", ...headers },
  });
}

/** A form of which only the beginning is sent; resolves with the status that comes in spite of that. */
function beginUpload(headers: Record<string, string>, sendMb: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const outgoing = httpRequest(`${server.url}/files`, {
      method: "POST",
      headers: {
        authorization: "Bearer alice",
        "content-type": "multipart/form-data; boundary=b",
        ...headers,
      },
    });
    outgoing.on("response", ({ statusCode }) => {
      outgoing.destroy();
      resolve(statusCode ?? 0);
    });
    outgoing.on("error", reject);
    outgoing.write('--b\r\nContent-Disposition: form-data; name="file"; filename="a.bin"\r\n\r\n');
    const block = Buffer.alloc(1024 ** 2);
    for (let sent = 0; sent < sendMb; sent += 1) outgoing.write(block);
  });
}

it("limits how often a key may ask, where it is told to", async () => {
  const limited = await runServer({ hubRequestsPerMinute: 30 });
  try {
    const ask = clientOf(limited, "castdoc", { authorization: "Bearer alice" });
    const list = (): Promise<Answer> => ask({ operation: "listFiles", path: "/files" });
    for (let request = 0; request < 30; request += 1) expect((await list()).status).toBe(200);
    const refused = await list();
    expect([refused.status, refused.headers.get("retry-after"), refused.body["code"]]).toEqual([
      429,
      "2",
      "rate_limited",
    ]);
    const bob = clientOf(limited, "castdoc", { authorization: "Bearer bob" });
    expect((await bob({ operation: "listFiles", path: "/files" })).status).toBe(200);
    limited.clock.now += 2000;
    expect((await list()).status).toBe(200);
  } finally {
    await limited.close();
  }
});

it("refuses a file of 2 GB before it is sent, and one that grows beyond 200 MB before its end", async () => {
  expect(await beginUpload({ "content-length": String(2 * 1024 ** 3) }, 0)).toBe(413);
  expect(await beginUpload({}, 201)).toBe(413);
  await expect.poll(() => readdir(server.temporaryDirectory)).toEqual([]);
});

describe("files", () => {
  it("keeps an upload with its name, size and 24 hours of life", async () => {
    const { status, body } = await upload(new File(["0123456789"], "ten.txt"));
    expect(status).toBe(201);
    expect(body).toEqual({
      file_id: expect.stringMatching(/^[0-9a-f]{32}$/),
      filename: "ten.txt",
      size: 10,
      created_at: "2026-04-13T05:32:04Z",
      updated_at: "2026-04-13T05:32:04Z",
      expires_at: "2026-04-14T05:32:04Z",
    });
    const shown = await call({ operation: "getFile", path: `/files/${body["file_id"]}` });
    expect(shown.body).toEqual(body);
    const list = await call({ operation: "listFiles", path: "/files" });
    expect(list.body["data"]).toContainEqual(body);
  });

  it("gives back the bytes, whole and in parts, and says when a range or a date does not fit", async () => {
    const { body } = await upload(new File(["0123456789"], "ten.txt"));
    const id = body["file_id"];
    const whole = await content(id);
    expect(await whole.text()).toBe("0123456789");
    expect(whole.headers.get("content-disposition")).toBe('attachment; filename="ten.txt"');
    expect(whole.headers.get("accept-ranges")).toBe("bytes");

    const part = await content(id, { range: "bytes=2-4" });
    expect([part.status, part.headers.get("content-range"), await part.text()]).toEqual([
      206,
      "bytes 2-4/10",
      "234",
    ]);
    const tail = await content(id, { range: "bytes=-3" });
    expect([tail.status, await tail.text()]).toEqual([206, "789"]);
    const beyond = await content(id, { range: "bytes=10-" });
    expect([beyond.status, beyond.headers.get("content-range")]).toEqual([416, "bytes */10"]);

    const before = "Mon, 13 Apr 2026 05:32:03 GMT";
    expect((await content(id, { "if-unmodified-since": before })).status).toBe(412);
    expect(
      (await content(id, { "if-unmodified-since": whole.headers.get("last-modified") ?? "" })).status,
    ).toBe(200);

    const etag = whole.headers.get("etag") ?? "";
    expect((await content(id, { range: "bytes=2-4", "if-range": etag })).status).toBe(206);
    expect((await content(id, { range: "bytes=2-4", "if-range": '"other"' })).status).toBe(200);
  });

  it("names a file in any script for the download, and strips paths and control characters", async () => {
    const korean = await upload(new File(["x"], "보고서 1.pdf"));
    expect(korean.body["filename"]).toBe("보고서 1.pdf");
    const download = await content(korean.body["file_id"]);
    expect(download.headers.get("content-disposition")).toBe(
      `attachment; filename="___ 1.pdf"; filename*=UTF-8''${encodeURIComponent("보고서 1.pdf")}`,
    );
    const hostile = await upload(new File(["x"], "..\\..\\evil\u202e.pdf"));
    expect(hostile.body["filename"]).toBe("evil.pdf");
  });

  it("puts a chunked upload together, in the order of the chunks", async () => {
    const opened = await call({ operation: "createUpload", path: "/uploads", json: { filename: "big.bin" } });
    expect([opened.status, opened.body["size"]]).toEqual([201, 0]);
    const id = opened.body["file_id"];
    const chunks = ["first-", "second-", "third"].map((text) => Buffer.from(text).toString("base64"));
    const sizes = await Promise.all(
      chunks.map(async (data) => {
        const { body } = await call({
          operation: "appendUpload",
          path: `/uploads/${id}`,
          method: "PUT",
          json: { data },
        });
        return body["size"] as number;
      }),
    );
    expect(Math.max(...sizes)).toBe(18);
    const text = await (await content(id)).text();
    expect(text).toHaveLength(18);
    expect(text.split("-").sort()).toEqual(["first", "second", "third"].sort());
  });

  it("refuses a chunk that is not base64, one of more than 5 MB, and one for a file that is complete", async () => {
    const opened = await call({ operation: "createUpload", path: "/uploads", json: { filename: "big.bin" } });
    const append = (id: string, data: string): Promise<Answer> =>
      call({ operation: "appendUpload", path: `/uploads/${id}`, method: "PUT", json: { data } });
    const id = opened.body["file_id"];
    expect((await append(id, "not base64!")).body).toMatchObject({ status: 400, code: "invalid_base64" });
    const large = Buffer.alloc(5 * 1024 ** 2 + 1).toString("base64");
    expect((await append(id, large)).status).toBe(413);
    const complete = await upload(new File(["x"], "x.txt"));
    expect((await append(complete.body["file_id"], "eA==")).body).toMatchObject({ code: "not_an_upload" });
  });

  it("keeps accounts apart", async () => {
    const { body } = await upload(new File(["secret"], "secret.txt"));
    const bob = clientOf(server, "castdoc", { authorization: "Bearer bob" });
    const path = `/files/${body["file_id"]}`;
    expect((await bob({ operation: "getFile", path })).status).toBe(404);
    expect((await bob({ operation: "getFileContent", path: `${path}/content` })).status).toBe(404);
    expect((await bob({ operation: "listFiles", path: "/files" })).body["data"]).toEqual([]);
  });

  it("forgets a file after its 24 hours, and deletes its bytes", async () => {
    const own = await runServer();
    try {
      const mine = clientOf(own, "castdoc", { authorization: "Bearer alice" });
      const { body } = await mine({
        operation: "uploadFile",
        path: "/files",
        form: form({ file: new File(["x"], "x") }),
      });
      own.clock.now += 24 * 3_600_000;
      const gone = await mine({ operation: "getFile", path: `/files/${body["file_id"]}` });
      expect(gone.body).toMatchObject({ status: 404, code: "file_not_found" });
      await own.sweep();
      expect(await storedBlobs(own.dataDirectory)).toEqual([]);
    } finally {
      await own.close();
    }
  });
});

describe("bad uploads", () => {
  const send = async (contentType: string, body: string): Promise<Answer> => {
    const response = await fetch(`${server.url}/files`, {
      method: "POST",
      headers: { authorization: "Bearer alice", "content-type": contentType },
      body,
    });
    return {
      status: response.status,
      headers: response.headers,
      body: (await response.json()) as Answer["body"],
    };
  };

  it.each([
    ["no boundary", "multipart/form-data", "x"],
    [
      "a body that ends too early",
      "multipart/form-data; boundary=b",
      '--b\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\nhalf',
    ],
    [
      "no file",
      "multipart/form-data; boundary=b",
      '--b\r\nContent-Disposition: form-data; name="note"\r\n\r\nx\r\n--b--\r\n',
    ],
    ["an empty body", "multipart/form-data; boundary=b", ""],
    ["JSON", "application/json", "{}"],
    ["another type", "text/plain", "x"],
  ])("are refused with 400: %s", async (_case, contentType, body) => {
    const answer = await send(contentType, body);
    expect(answer.status).toBe(400);
    expect(answer.headers.get("content-type")).toContain("application/problem+json");
    expect(answer.body["detail"]).not.toBe("");
  });

  it("are refused with 400: a thousand fields, a second file, another part's name, an empty file", async () => {
    const many = new FormData();
    for (let field = 0; field < 1000; field += 1) many.append(`field${field}`, "x");
    const two = new FormData();
    two.append("file", new File(["a"], "a"));
    two.append("file", new File(["b"], "b"));
    const forms = [
      many,
      two,
      form({ upload: new File(["a"], "a") }),
      form({ file: new File([], "empty.pdf") }),
    ];
    for (const body of forms) {
      expect((await call({ operation: "uploadFile", path: "/files", form: body })).status).toBe(400);
    }
  });

  it("leave nothing behind when the client goes away in the middle", async () => {
    const own = await runServer();
    try {
      const socket = connect(Number(new URL(own.url).port), "127.0.0.1");
      socket.write(
        "POST /files HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer alice\r\nContent-Length: 100000\r\n" +
          "Content-Type: multipart/form-data; boundary=b\r\n\r\n" +
          '--b\r\nContent-Disposition: form-data; name="file"; filename="x"\r\n\r\nhalf',
      );
      const temporary = (): Promise<string[]> => readdir(own.temporaryDirectory);
      await expect.poll(temporary).toHaveLength(1);
      socket.destroy();
      await expect.poll(temporary).toEqual([]);
      expect(await storedBlobs(own.dataDirectory)).toEqual([]);
    } finally {
      await own.close();
    }
  });

  it("leave nothing behind, and the server goes on", async () => {
    const own = await runServer();
    try {
      const mine = clientOf(own, "castdoc", { authorization: "Bearer alice" });
      const two = new FormData();
      two.append("file", new File(["a"], "a"));
      two.append("file", new File(["b"], "b"));
      expect((await mine({ operation: "uploadFile", path: "/files", form: two })).status).toBe(400);
      expect(await storedBlobs(own.dataDirectory)).toEqual([]);
      expect((await mine({ operation: "listFiles", path: "/files" })).body).toEqual({ data: [] });
    } finally {
      await own.close();
    }
  });
});

async function storedBlobs(dataDirectory: string): Promise<string[]> {
  const { openFolderPlace } = await import("../../../src/store/folder-place.js");
  const found: string[] = [];
  for await (const sha256 of (await openFolderPlace(`${dataDirectory}/files`)).list()) found.push(sha256);
  return found;
}
