import { createServer as createSecureServer } from "node:https";
import type { AddressInfo } from "node:net";
import { inspect } from "node:util";
import { gzipSync } from "node:zlib";
import { expect, onTestFinished, test } from "vitest";
import {
  BadResponseError,
  ConfigurationError,
  createJobsClient,
  JobsError,
  ServiceUnavailableError,
  UnsafeRedirectError,
} from "../../src/index.js";
import { failure, job, KEY, setUp } from "../support/set-up.js";
import { testApi } from "../support/test-api.js";
import type { TestClock } from "../support/test-clock.js";
import { json, type Reply, reset, text } from "../support/test-server.js";
import { certificate, certificateKey } from "../support/untrusted-certificate.js";

test("the key goes with every request to the API's own origin", async () => {
  const { server, jobs } = await setUp();
  server.on("GET /jobs/j1", json(200, job("queued")));
  await jobs.kind("convert").job("j1").snapshot();
  expect(server.requests[0]?.headers["x-key"]).toBe(KEY);
});

test("a raw call has the key too, and cannot set another one", async () => {
  const { server, jobs } = await setUp();
  server.on("GET /engines", json(200, { data: [] }));
  const headers = { "x-key": "other", cookie: "a=b", range: "bytes=0-1", "x-version": "2" };
  const response = await jobs.fetch(`${jobs.baseUrl}/engines`, { headers });
  expect(await response.json()).toEqual({ data: [] });
  expect(server.requests[0]?.headers).toMatchObject({ "x-key": KEY, range: "bytes=0-1", "x-version": "2" });
  expect(server.requests[0]?.headers.cookie).toBeUndefined();
});

test("a raw call to another origin carries neither key nor other headers, and sends nothing there", async () => {
  const { jobs } = await setUp();
  const { server: other } = await setUp();
  other.on("GET /file", text(200, "x"));
  await jobs.fetch(`${other.url}/file`, { headers: { "x-secret": "1", range: "bytes=0-" } });
  const sent = other.requests[0]?.headers;
  expect([sent?.["x-key"], sent?.["x-secret"], sent?.range]).toEqual([undefined, undefined, "bytes=0-"]);
  const post = jobs.fetch(`${other.url}/file`, { method: "POST", body: "my document" });
  expect(await failure(post)).toBeInstanceOf(ConfigurationError);
  expect(other.requests.length).toBe(1);
});

test("raw GETs are tried again and end with what the server says; raw POSTs are sent once", async () => {
  const { server, jobs } = await setUp();
  server.on("GET /engines", reset, json(503, {}), json(200, { data: [] }));
  expect((await jobs.fetch(`${jobs.baseUrl}/engines`)).status).toBe(200);
  server.on("GET /engines", json(500, { code: "broken" }));
  const response = await jobs.fetch(new Request(`${jobs.baseUrl}/engines`));
  expect([response.status, await response.json()]).toEqual([500, { code: "broken" }]);
  server.on("POST /jobs", json(503, {}));
  expect((await jobs.fetch(`${jobs.baseUrl}/jobs`, { method: "POST", body: "{}" })).status).toBe(503);
  expect(server.seen("POST /jobs").length).toBe(1);
});

test("a raw upload keeps its length, so that servers that want one take it", async () => {
  const { server, jobs } = await setUp();
  server.on("POST /files", json(201, {}));
  const form = new FormData();
  form.append("file", new File(["hello"], "a.txt"));
  await jobs.fetch(new Request(`${jobs.baseUrl}/files`, { method: "POST", body: form }));
  const upload = server.requests[0];
  expect(upload?.headers["content-length"]).toBe(String(upload?.body.length));
  expect(upload?.headers["content-type"]).toContain("boundary=");
  expect(String(upload?.body)).toContain("hello");
});

test.each([301, 302, 303, 307, 308])("%i of the API is an error; the target sees nothing", async (status) => {
  const { server, jobs } = await setUp();
  const { server: evil } = await setUp();
  server.on("GET /jobs/j1", (_, response) => void response.writeHead(status, { location: evil.url }).end());
  const caught = await failure(jobs.kind("convert").job("j1").snapshot());
  expect(caught).toBeInstanceOf(UnsafeRedirectError);
  expect([server.requests.length, evil.requests.length]).toEqual([1, 0]);
});

test("a JSON answer without end is cut off at the cap", async () => {
  const { server, jobs } = await setUp({}, { limits: { jsonBytes: 100_000 } });
  server.on("GET /jobs/j1", (_, response) => {
    response.writeHead(200, { "content-type": "application/json" });
    const pump = (): void => {
      while (!response.destroyed && response.write(" ".repeat(10_000)));
    };
    response.on("drain", pump).on("error", () => {});
    pump();
  });
  const caught: BadResponseError = await failure(jobs.kind("convert").job("j1").snapshot());
  expect(caught).toBeInstanceOf(BadResponseError);
  expect(caught.message).toContain("100000");
});

test("the cap counts decoded bytes", async () => {
  const { server, jobs } = await setUp({}, { limits: { jsonBytes: 100_000 } });
  const bomb = gzipSync(Buffer.alloc(50_000_000, 32));
  server.on(
    "GET /jobs/j1",
    text(200, bomb, { "content-type": "application/json", "content-encoding": "gzip" }),
  );
  expect(await failure(jobs.kind("convert").job("j1").snapshot())).toBeInstanceOf(BadResponseError);
});

test("a chain of a thousand encodings and a megabyte of headers end cleanly", async () => {
  const { server, jobs } = await setUp();
  server.on("GET /jobs/j1", text(200, "{}", { "content-encoding": Array(1000).fill("gzip").join(", ") }));
  expect(await failure(jobs.kind("convert").job("j1").snapshot())).toBeInstanceOf(JobsError);
  server.on(
    "GET /jobs/j1",
    ({ socket }) => void socket.end(`HTTP/1.1 200 OK\r\nX: ${"a".repeat(1_000_000)}\r\n\r\n{}`),
  );
  expect(await failure(jobs.kind("convert").job("j1").snapshot())).toBeInstanceOf(ServiceUnavailableError);
});

/** One byte each five seconds, without end. */
function drip(clock: TestClock): Reply {
  return (_, response) => {
    response.writeHead(200, { "content-type": "text/plain" }).on("error", () => {});
    const next = (): void => {
      if (response.destroyed) return;
      response.write(" ");
      clock.advance(5000);
      setImmediate(next);
    };
    next();
  };
}

test.each([
  ["a header that drips", "HTTP/1.1 200 OK\r\nX: ", "x"],
  ["interim answers without end", "", "HTTP/1.1 102 Processing\r\n\r\n"],
])("%s is cut off and tried again", async (_, start, more) => {
  const { server, jobs, clock } = await setUp();
  const flood: Reply = ({ socket }) => {
    socket.on("error", () => {}).write(start);
    const next = (): void => {
      if (socket.destroyed) return;
      socket.write(more);
      clock.advance(1000);
      setImmediate(next);
    };
    next();
  };
  server.on("GET /jobs/j1", flood, json(200, job("queued")));
  expect((await jobs.kind("convert").job("j1").snapshot()).state).toBe("queued");
});

test("a kept connection that the server drops is no failure", async () => {
  const { server, jobs } = await setUp();
  server.on("GET /jobs/j1", (request, response) => {
    response.on("finish", () => setImmediate(() => request.socket.resetAndDestroy()));
    json(200, job("queued"))(request, response);
  });
  const handle = jobs.kind("convert").job("j1");
  for (let look = 0; look < 5; look++) expect((await handle.snapshot()).state).toBe("queued");
});

test("a body that drips is cut off by its rate", async () => {
  const { server, jobs, clock } = await setUp({}, { limits: { idleMs: 30_000, minBytesPerSecond: 10 } });
  server.on("GET /file", drip(clock));
  const response = await jobs.fetch(`${jobs.baseUrl}/file`);
  const caught: ServiceUnavailableError = await failure(response.text());
  expect(caught).toBeInstanceOf(ServiceUnavailableError);
  expect(caught.message).toContain("too slowly");
});

test("a JSON body that drips fast enough is cut off by the total time", async () => {
  const limits = { totalMs: 60_000, minBytesPerSecond: 0.1 };
  const { server, jobs, clock } = await setUp({}, { limits });
  server.on("GET /jobs/j1", drip(clock), json(200, job("queued")));
  expect((await jobs.kind("convert").job("j1").snapshot()).state).toBe("queued");
});

test.each([
  ["a line feed at the end", `${KEY}\n`, true],
  ["a byte order mark", `\uFEFF${KEY}`, true],
  ["a line feed inside", "se\nsame", false],
  ["a space inside", "se same", false],
  ["an emoji", "sesame🔑", false],
  ["nothing", "  ", false],
])("a key with %s is trimmed or refused, and never shown", async (_, apiKey, isGood) => {
  const { server } = await setUp();
  const make = (): unknown => createJobsClient(testApi(server.url), { apiKey });
  if (isGood) return expect(make).not.toThrow();
  expect(make).toThrow(ConfigurationError);
  try {
    make();
  } catch (error) {
    expect(inspect(error)).not.toContain("sesame");
  }
});

test("neither client, handle nor error shows the key", async () => {
  const { server, jobs } = await setUp();
  server.on("GET /jobs/j1", text(500, "oops"));
  const handle = jobs.kind("convert").job("j1");
  const error = await failure(handle.snapshot());
  for (const value of [jobs, handle, error, { ...jobs }]) {
    expect(inspect(value, { depth: 9, showHidden: true })).not.toContain(KEY);
    expect(JSON.stringify(value)).not.toContain(KEY);
  }
});

test.each([
  ["http://papermill.example", false],
  ["http://127.0.0.1.papermill.example", false],
  ["ftp://127.0.0.1", false],
  ["https://user:pass@papermill.example", false],
  ["https://papermill.example?x=1", false],
  ["papermill", false],
  ["https://papermill.example/v1/", true],
  ["http://localhost:4010", true],
  ["http://[::1]:4010", true],
])("base URL %s: allowed is %s", (baseUrl, isAllowed) => {
  const make = (): unknown =>
    createJobsClient(testApi("https://papermill.example"), { baseUrl, apiKey: KEY });
  if (isAllowed) expect(make).not.toThrow();
  else expect(make).toThrow(ConfigurationError);
});

test("plain http to another machine is there for those who ask for it", () => {
  const options = { baseUrl: "http://papermill.example/", insecureHttp: true };
  expect(createJobsClient(testApi("https://x.example"), options).baseUrl).toBe("http://papermill.example");
});

test("a server whose certificate is not trusted is not asked again, and nothing was delivered", async () => {
  const secure = createSecureServer({ key: certificateKey, cert: certificate });
  let connections = 0;
  secure.on("connection", () => (connections += 1)).on("tlsClientError", () => {});
  await new Promise<void>((resolve) => secure.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void secure.close());
  const { port } = secure.address() as AddressInfo;
  const jobs = createJobsClient(testApi(`https://localhost:${port}`), { apiKey: KEY });
  const submit = jobs.kind("convert").submit({ file_id: "f1", format: "docx" });
  const caught: ServiceUnavailableError = await failure(submit);
  expect(caught).toBeInstanceOf(ServiceUnavailableError);
  expect([caught.retryable, caught.undelivered, connections]).toEqual([false, true, 1]);
  expect(caught.hint).toContain("certificate");
});

test("an outage spends the client's retry budget and then fails fast", async () => {
  const { server, jobs } = await setUp();
  server.on("GET /jobs/j1", text(500, "oops"));
  for (let look = 0; look < 20; look++) await failure(jobs.kind("convert").job("j1").snapshot());
  expect(server.requests.length).toBe(20 + 10);
});
