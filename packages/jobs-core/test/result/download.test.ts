import { createHash } from "node:crypto";
import type { ServerResponse } from "node:http";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import {
  IntegrityError,
  JobExpiredError,
  JobNotReadyError,
  RequestRefusedError,
  type JobsError,
  type SucceededJob,
  UnsafeRedirectError,
} from "../../src/index.js";
import { failure, job, KEY, setUp, type SetUp } from "../support/set-up.js";
import type { TestKinds } from "../support/test-api.js";
import { json, type Reply, type SeenRequest, startTestServer, text, wire } from "../support/test-server.js";

const BYTES = Buffer.from(Array.from({ length: 300_000 }, (_, index) => (index * 7919) % 251));
const PATH = "GET /files/f2/content";

async function succeeded(
  output: object = { file_id: "f2" },
  options = {},
): Promise<SetUp & { done: SucceededJob<TestKinds["convert"]> }> {
  const made = await setUp({}, options);
  made.server.on("GET /jobs/j1", json(200, job("done", { output })));
  return { ...made, done: await made.jobs.kind("convert").job("j1").wait() };
}

async function archived(url: string): Promise<SetUp & { done: SucceededJob<TestKinds["archive"]> }> {
  const made = await setUp();
  made.server.on("GET /jobs/j1", json(200, { id: "j1", kind: "archiver", status: "done", output: { url } }));
  return { ...made, done: await made.jobs.kind("archive").job("j1").wait() };
}

/** A server of one object that knows Range and If-Range (RFC 9110, 14). */
function object(bytes: Buffer, etag?: string): Reply {
  return ({ headers }, response) => {
    const shared = { "content-type": "application/zip", ...(etag && { etag }) };
    const from = Number(/^bytes=(\d+)-$/.exec(headers.range ?? "")?.[1] ?? NaN);
    if (Number.isNaN(from) || (headers["if-range"] !== undefined && headers["if-range"] !== etag)) {
      response.writeHead(200, { ...shared, "content-length": bytes.length }).end(bytes);
    } else {
      const range = `bytes ${from}-${bytes.length - 1}/${bytes.length}`;
      response.writeHead(206, { ...shared, "content-range": range }).end(bytes.subarray(from));
    }
  };
}

/** The first `sent` bytes of an object, then what `end` does. */
function broken(
  end: (request: SeenRequest, response: ServerResponse) => void,
  headers: object = {},
  sent = 100_000,
): Reply {
  return (request, response) => {
    response.writeHead(200, {
      "content-type": "application/zip",
      "content-length": BYTES.length,
      ...headers,
    });
    response.write(BYTES.subarray(0, sent), () => setImmediate(() => end(request, response)));
  };
}

const sha = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

test("a download gives name, type, size and the bytes", async () => {
  const { server, done } = await succeeded({ file_id: "f2", name: "../../Bericht ü.docx", size: 300_000 });
  server.on(PATH, object(BYTES));
  const download = await done.download();
  expect([download.name, download.contentType, download.sizeBytes]).toEqual([
    "Bericht ü.docx",
    "application/zip",
    300_000,
  ]);
  expect(sha(await download.bytes())).toBe(sha(BYTES));
  expect(server.seen(PATH)[0]?.headers).toMatchObject({ "x-key": KEY, "accept-encoding": "identity" });
  const blob = await (await done.download()).blob();
  expect([blob.type, blob.size]).toEqual(["application/zip", 300_000]);
});

test("the name can come from the answer, and is made safe", async () => {
  const { server, done } = await succeeded();
  server.on(
    PATH,
    text(200, BYTES, { "content-disposition": "attachment; filename*=UTF-8''%2e%2e%2fa%22b.docx" }),
  );
  expect((await done.download()).name).toBe("a_b.docx");
});

const ENDS: [string, (request: SeenRequest, response: ServerResponse) => void][] = [
  ["a reset", ({ socket }) => void socket.resetAndDestroy()],
  ["an early end", ({ socket }) => void socket.end()],
];

test.each(ENDS)("%s in the middle is resumed where a strong ETag proves the rest", async (_, end) => {
  const { server, done } = await succeeded();
  server.on(PATH, broken(end, { etag: '"v1"' }), object(BYTES, '"v1"'));
  const download = await done.download();
  expect(sha(await download.bytes())).toBe(sha(BYTES));
  const resumed = server.seen(PATH)[1]?.headers;
  expect(resumed?.range).toMatch(/^bytes=[1-9]\d*-$/);
  expect(resumed?.["if-range"]).toBe('"v1"');
});

test("a chunked body without its end is resumed too", async () => {
  const { server, done } = await succeeded();
  const cut: Reply = (_, response) => {
    response.writeHead(200, { etag: '"v1"' }).write(BYTES.subarray(0, 1000), () => response.destroy());
  };
  server.on(PATH, cut, object(BYTES, '"v1"'));
  expect(sha(await (await done.download()).bytes())).toBe(sha(BYTES));
});

test("a stall is cut off by the idle limit and resumed", async () => {
  const { server, done, clock } = await succeeded();
  const passTime = (): void => {
    if (server.seen(PATH).length > 1) return;
    clock.advance(5000);
    setImmediate(passTime);
  };
  const stall = broken(passTime, { etag: '"v1"' });
  server.on(PATH, stall, object(BYTES, '"v1"'));
  expect(sha(await (await done.download()).bytes())).toBe(sha(BYTES));
});

test.each([
  ["without an ETag", {}],
  ["with a weak ETag", { etag: 'W/"v1"' }],
])("a break %s is an error worth another try, never a short file", async (_, headers) => {
  const { server, done } = await succeeded();
  server.on(
    PATH,
    broken(({ socket }) => void socket.end(), headers),
  );
  const caught: JobsError = await failure((await done.download()).bytes());
  expect(caught).toBeInstanceOf(IntegrityError);
  expect([caught.retryable, caught.jobId]).toEqual([true, "j1"]);
});

test("a server that ignores Range sends the same object again, which is not appended", async () => {
  const { server, done } = await succeeded();
  const whole = text(200, BYTES, { etag: '"v1"', "content-length": String(BYTES.length) });
  server.on(
    PATH,
    broken(({ socket }) => void socket.end(), { etag: '"v1"' }),
    whole,
  );
  expect(sha(await (await done.download()).bytes())).toBe(sha(BYTES));
});

test("a server that has no such range is asked for the whole again", async () => {
  const { server, done } = await succeeded();
  server.on(
    PATH,
    broken(({ socket }) => void socket.end(), { etag: '"v1"' }),
    text(416, "", { "content-range": `bytes */${BYTES.length}` }),
    object(BYTES, '"v1"'),
  );
  expect(sha(await (await done.download()).bytes())).toBe(sha(BYTES));
  expect(server.seen(PATH)[2]?.headers.range).toBeUndefined();
});

test("a part that starts elsewhere is thrown away", async () => {
  const { server, done } = await succeeded();
  const wrong: Reply = (_, response) =>
    void response
      .writeHead(206, { etag: '"v1"', "content-range": `bytes 5-${BYTES.length - 1}/${BYTES.length}` })
      .end(BYTES.subarray(5));
  server.on(
    PATH,
    broken(({ socket }) => void socket.end(), { etag: '"v1"' }),
    wrong,
    object(BYTES, '"v1"'),
  );
  expect(sha(await (await done.download()).bytes())).toBe(sha(BYTES));
});

test("an object that changed in between is never mixed", async () => {
  const { server, done } = await succeeded();
  server.on(
    PATH,
    broken(({ socket }) => void socket.end(), { etag: '"v1"' }),
    object(Buffer.alloc(300_000, 9), '"v2"'),
  );
  const caught: IntegrityError = await failure((await done.download()).bytes());
  expect(caught).toBeInstanceOf(IntegrityError);
  expect(caught.message).toContain("changed");
});

test("a body that ends with its connection is checked against the job's size", async () => {
  const { server, done } = await succeeded({ file_id: "f2", size: 1000 });
  const half: Reply = ({ socket }) =>
    void socket.end("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nhalf of it");
  server.on(PATH, half);
  expect(await failure((await done.download()).bytes())).toBeInstanceOf(IntegrityError);
});

test("more bytes than the job's size, or than the cap, are refused", async () => {
  const sized = await succeeded({ file_id: "f2", size: 10 });
  sized.server.on(PATH, (_, response) => void response.end("more than ten bytes"));
  expect(await failure(sized.done.download())).toBeInstanceOf(IntegrityError);

  const capped = await succeeded({ file_id: "f2" }, { limits: { resultBytes: 1000 } });
  capped.server.on(PATH, object(BYTES));
  const caught: JobsError = await failure((await capped.done.download()).bytes());
  expect(caught.message).toContain("1000 bytes");
});

test("a compression bomb ends at the cap, a length beyond all numbers as a broken file", async () => {
  const { server, done } = await succeeded({ file_id: "f2" }, { limits: { resultBytes: 1_000_000 } });
  server.on(PATH, text(200, gzipSync(Buffer.alloc(50_000_000)), { "content-encoding": "gzip" }));
  const caught: JobsError = await failure((await done.download()).bytes());
  expect(caught.message).toContain("1000000 bytes");
  server.on(PATH, wire("HTTP/1.1 200 OK\r\nContent-Length: 9007199254740993\r\n\r\nabc"));
  expect(await failure((await done.download()).bytes())).toBeInstanceOf(IntegrityError);
});

test("an archive of several files is not measured against one file's size", async () => {
  const { server, done } = await succeeded({ file_id: "f2", size: 10, count: 3 });
  server.on(PATH, object(BYTES));
  expect((await (await done.download()).bytes()).length).toBe(BYTES.length);
});

test("a file that was compressed on the way is accepted decoded", async () => {
  const { server, done } = await succeeded({ file_id: "f2", size: BYTES.length });
  server.on(PATH, text(200, gzipSync(BYTES), { "content-encoding": "gzip", etag: '"v1"' }));
  expect(sha(await (await done.download()).bytes())).toBe(sha(BYTES));
});

test.each([
  ["a web page", text(200, "<html>Sorry</html>", { "content-type": "text/html; charset=utf-8" })],
  ["nothing", text(200, "", { "content-length": "0" })],
  ["204", (_, response) => void response.writeHead(204).end()],
  ["a part that nobody asked for", text(206, "half", { "content-range": "bytes 4-7/8" })],
  ["503", json(503, {})],
  ["a negative length", wire("HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\nabcde")],
  ["bytes that only say they are gzip", text(200, "plain", { "content-encoding": "gzip" })],
] satisfies [string, Reply][])("%s instead of the result is tried again", async (_, reply) => {
  const { server, done } = await succeeded();
  server.on(PATH, reply, object(BYTES));
  expect(sha(await (await done.download()).bytes())).toBe(sha(BYTES));
});

test("an endless empty file ends in an error", async () => {
  const { server, done } = await succeeded();
  server.on(PATH, (_, response) => void response.writeHead(200, { "transfer-encoding": "chunked" }).end());
  expect(await failure((await done.download()).bytes())).toBeInstanceOf(IntegrityError);
});

test("a result that is a web page is one that was asked for", async () => {
  const { server, done } = await succeeded({ file_id: "f2", type: "text/html" });
  server.on(PATH, text(200, "<h1>Report</h1>", { "content-type": "text/html" }));
  expect(await (await (await done.download()).blob()).text()).toBe("<h1>Report</h1>");
});

test("404 and 410 mean that the result has expired, 409 that it is not ready", async () => {
  const { server, done } = await succeeded();
  for (const [status, expected] of [
    [404, JobExpiredError],
    [410, JobExpiredError],
    [409, JobNotReadyError],
  ] as const) {
    server.on(PATH, json(status, { code: "x" }));
    expect(await failure(done.download())).toBeInstanceOf(expected);
  }
});

test("a summary from a list is completed with one look at the job", async () => {
  const { server, jobs } = await setUp();
  server.on("GET /jobs", json(200, { data: [job("done")] }));
  server.on("GET /jobs/j1", json(200, job("done", { output: { file_id: "f2" } })));
  server.on(PATH, object(BYTES));
  const [listed] = await jobs.list();
  const download = listed?.state === "succeeded" ? await listed.download?.() : undefined;
  expect((await download?.bytes())?.length).toBe(BYTES.length);
});

test("a stored file is fetched without the key, over at most three redirects", async () => {
  const store = await startTestServer();
  const { done, server } = await archived(`${store.url}/a?signature=s`);
  const to =
    (location: string): Reply =>
    (_, response) =>
      void response.writeHead(302, { location }).end();
  store.on("GET /a", to("/b"));
  store.on("GET /b", to("/c"));
  store.on("GET /c", object(BYTES));
  expect((await (await done.download()).bytes()).length).toBe(BYTES.length);
  for (const { headers } of store.requests) expect(headers["x-key"]).toBeUndefined();
  store.on("GET /c", to("/a"));
  expect(await failure(done.download())).toBeInstanceOf(UnsafeRedirectError);
  store.on("GET /a", to(`${server.url}/jobs/j1`));
  await done.download();
  expect(server.requests.at(-1)?.url).toBe("/jobs/j1");
  expect(server.requests.at(-1)?.headers["x-key"]).toBeUndefined();
});

test.each([
  "data:text/plain,hello",
  "file:///etc/passwd",
  "http://10.0.0.1/x",
  "https://user:pass@127.0.0.1/x",
  "javascript:1",
])("a result at %s is refused, directly and behind a redirect", async (url) => {
  const direct = await archived(url);
  expect(await failure(direct.done.download())).toBeInstanceOf(UnsafeRedirectError);
  const store = await startTestServer();
  store.on("GET /a", (_, response) => void response.writeHead(302, { location: url }).end());
  const redirected = await archived(`${store.url}/a`);
  expect(await failure(redirected.done.download())).toBeInstanceOf(UnsafeRedirectError);
});

test("a URL that has expired is renewed once through the job", async () => {
  const store = await startTestServer();
  const { done, server } = await archived(`${store.url}/old`);
  store.on(
    "GET /old",
    text(403, "<Error><Code>AccessDenied</Code></Error>", { "content-type": "application/xml" }),
  );
  store.on("GET /new", object(BYTES));
  const renewed = { id: "j1", kind: "archiver", status: "done", output: { url: `${store.url}/new` } };
  server.on("GET /jobs/j1", json(200, renewed));
  expect((await (await done.download()).bytes()).length).toBe(BYTES.length);
  store.on("GET /new", text(410, ""));
  expect(await failure(done.download())).toBeInstanceOf(JobExpiredError);
});

test("storage that refuses the renewed URL too is told as that, with its code; nothing is said to have expired", async () => {
  const store = await startTestServer();
  const { done, server } = await archived(`${store.url}/old`);
  const body = "<Error><Code>SignatureDoesNotMatch</Code><Message>no</Message></Error>";
  store.on("GET /old", text(403, body, { "content-type": "application/xml" }));
  const seen = server.requests.length;
  const caught: RequestRefusedError = await failure(done.download());
  expect(caught).toBeInstanceOf(RequestRefusedError);
  expect([caught.status, caught.providerCode, caught.jobId]).toEqual([403, "SignatureDoesNotMatch", "j1"]);
  expect(caught.message).toContain(new URL(store.url).host);
  expect([store.requests.length, server.requests.length - seen]).toEqual([2, 1]);
});

test("storage that is busy or away is asked again, and told as that where it stays so", async () => {
  const store = await startTestServer();
  const { done } = await archived(`${store.url}/a`);
  store.on("GET /a", text(503, "<Error><Code>SlowDown</Code></Error>"), object(BYTES));
  expect((await (await done.download()).bytes()).length).toBe(BYTES.length);
  store.on("GET /a", text(503, "<Error><Code>SlowDown</Code></Error>"));
  const caught: JobsError = await failure(done.download());
  expect([caught.code, caught.providerCode, caught.retryable]).toEqual([
    "service_unavailable",
    "SlowDown",
    true,
  ]);
});

test("a URL at the API's own origin gets the key", async () => {
  const { done, server } = await archived("/stored/x");
  server.on("GET /stored/x", object(BYTES));
  await (await done.download()).bytes();
  expect(server.seen("GET /stored/x")[0]?.headers["x-key"]).toBe(KEY);
});

test("an id of a file cannot change the path", async () => {
  for (const [id, path] of [
    ["a/../../x", "/files/a%2F..%2F..%2Fx/content"],
    ["..", undefined],
  ]) {
    const { done, server } = await succeeded({ file_id: id });
    await failure(done.download());
    expect(server.requests.map(({ url }) => url).filter((url) => url !== "/jobs/j1")).toEqual(
      path ? [path] : [],
    );
  }
});

test("abort ends a download at once", async () => {
  const { server, done, clock } = await succeeded();
  const controller = new AbortController();
  server.on(
    PATH,
    broken(() => {}, { etag: '"v1"' }),
  );
  const download = await done.download({ signal: controller.signal });
  const ended = failure(download.bytes());
  controller.abort();
  const caught: JobsError = await ended;
  expect(caught.code).toBe("aborted");
  expect(clock.pending).toBe(0);
});
