import { createHash } from "node:crypto";
import { readdirSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { allFeatures } from "../../../packages/jobs-core/src/features.js";
import { createJobsClient } from "../../../packages/jobs-core/src/index.js";
import type {
  JobDeclaration,
  JobHandle,
  JobsClient,
  ListClient,
  KindTypes,
  SucceededJob,
} from "../../../packages/jobs-core/src/index.js";
import { apiFeatures } from "../../generate/api-features.js";
import { loadSpec } from "../../generate/load-spec.js";
import { planFiles } from "../../generate/plan.js";
import { buildProviderModel } from "../../generate/provider-model.js";
import { startStub } from "./breadth-stub.js";
import type { Answer, Stub } from "./breadth-stub.js";
import { surroundings } from "./plan-fixture.js";
import { typeCheck } from "./type-check.js";

/** Invented APIs, each with some of the shapes that the vocabulary knows. */
const root = path.join(import.meta.dirname, "fixtures/breadth");
const ids = readdirSync(path.join(root, "specs"));
const file = new File(["%PDF-1.7 ab"], "in.pdf", { type: "application/pdf" });

test("every invented API gives a client that compiles", { timeout: 120_000 }, async () => {
  const specs = await Promise.all(ids.map((id) => loadSpec(root, id)));
  const plan = await planFiles(specs, surroundings);
  expect(typeCheck(plan, ...ids)).toEqual([]);
});

test("status in the HTTP code: 202 with an empty body, then 303 to the result; id in Location; PUT cancels; basic auth", async () => {
  const { jobs, stub } = await client("see-other", "user:pässword".replace("ä", "a"), (url) => ({
    "POST /v1/jobs": [{ status: 202, headers: { location: `${url}/v1/jobs/7` } }],
    "GET /v1/jobs/7": [
      { status: 202 },
      { status: 202 },
      { status: 303, headers: { location: "/v1/out/7.txt" } },
    ],
    "PUT /v1/jobs/7": [{ status: 204 }],
    "GET /v1/jobs/8": [{ status: 422, body: { message: "no pages" } }],
    "GET /v1/out/7.txt": [{ body: "text" }],
  }));
  const job = await jobs.kind("convert").submit({ url: "https://example.com/a.pdf" });
  expect(job.id).toBe("7");
  await job.cancel?.();
  expect(await read(await job.wait())).toBe("text");
  expect(stub.find("POST /v1/jobs").headers.authorization).toBe(`Basic ${btoa("user:password")}`);
  await expect(jobs.kind("convert").job("8").wait()).rejects.toThrow("no pages");
});

test("status in the HTTP code: 200 is the file itself; raw body; id in a header; key in the query; size limit", async () => {
  const { jobs, stub } = await client("ok-file", "sesame", () => ({
    "POST /v1/convert": [{ status: 202, headers: { "x-job-id": "a1" } }],
    "GET /v1/convert/a1": [
      { status: 202 },
      { body: "the file", headers: { "content-type": "application/x" } },
    ],
  }));
  const job = await jobs.kind("convert").submit({ file, to: "docx" });
  expect(await read(await job.wait())).toBe("the file");
  const submit = stub.find("POST /v1/convert");
  expect(submit.query).toEqual({ to: "docx", api_key: "sesame" });
  expect([submit.body, submit.headers["content-type"]]).toEqual(["%PDF-1.7 ab", "application/pdf"]);
  await expect(
    jobs.kind("convert").submit({ file: new Blob(["x".repeat(1001)]), to: "docx" }),
  ).rejects.toThrow("1000 are allowed");
});

test("the job behind Operation-Location, under a path parameter; a fixed query parameter; Retry-After in the body; DELETE cancels", async () => {
  const job = "/v1/models/layout/results/r-1";
  const { jobs, stub } = await client("operation-location", "sesame", (url) => ({
    "POST /v1/models/layout/analyze": [
      { status: 202, headers: { "operation-location": `${url}${job}?api-version=2024-11-30` } },
    ],
    [`GET ${job}`]: [
      { body: { status: "running", percentCompleted: 40, retry_after_seconds: 0.1 } },
      { body: { status: "succeeded", percentCompleted: 100, analyzeResult: { content: "text" } } },
    ],
    [`DELETE ${job}`]: [{ status: 204 }],
  }));
  const handle = await jobs.kind("analyze").submit({ file, model: "layout" });
  expect(handle.id).toBe("layout~r-1");
  await handle.cancel?.();
  const startedAt = performance.now();
  expect((await jobs.resume(handle.token).wait()).result).toEqual({ content: "text" });
  expect(performance.now() - startedAt).toBeGreaterThan(95);
  expect(new Set(stub.seen.map(({ query }) => query["api-version"]))).toEqual(new Set(["2024-11-30"]));
  expect(stub.find(`GET ${job}`).headers["ocp-key"]).toBe("sesame");
});

test("done as a truth value that may be absent, failure as an object; the id in a name with a path; the file as base64 inside the body", async () => {
  const { jobs, stub } = await client("done-flag", "sesame", () => ({
    "POST /v1/documents:process": [{ body: { name: "operations/op1" } }],
    "GET /v1/operations/op1": [
      { body: { name: "operations/op1" } },
      { body: { name: "operations/op1", done: true, response: { text: "read" } } },
    ],
    "POST /v1/operations/op1:cancel": [{ status: 200 }],
    "GET /v1/operations/op2": [
      { body: { name: "operations/op2", done: true, error: { code: 3, message: "bad" } } },
    ],
  }));
  const job = await jobs.kind("read").submit({ file, document: { mimeType: "application/pdf" } });
  await job.cancel?.();
  expect((await job.wait()).result).toEqual({ text: "read" });
  expect(JSON.parse(stub.find("POST /v1/documents:process").body)).toEqual({
    document: { mimeType: "application/pdf", content: btoa("%PDF-1.7 ab") },
  });
  await expect(jobs.kind("read").job("op2").wait()).rejects.toThrow("3: bad");
});

test("submit by a nested URL; Prefer: wait; cancel by a URL in the job; an array of result URLs; a key in two headers; error as text", async () => {
  const { jobs, stub } = await client("prediction", "app:secret", (url) => ({
    "POST /v1/predictions": [{ status: 201, body: { id: "p1", status: "starting" } }],
    "GET /v1/predictions/p1": [
      { body: { id: "p1", status: "processing", urls: { cancel: `${url}/v1/stop?p=1` } } },
      { body: { id: "p1", status: "succeeded", output: [`${url}/out/1`, `${url}/out/2`] } },
    ],
    "POST /v1/stop": [{}],
    "GET /out/1": [{ body: "one" }],
    "GET /out/2": [{ body: "two" }],
    "GET /v1/predictions/p2": [{ body: { id: "p2", status: "failed", error: "too long" } }],
  }));
  const job = await jobs.kind("run").submit({ input: { url: "https://example.com/a", pages: [1] } });
  await job.snapshot();
  await job.cancel?.();
  const done = await job.wait();
  expect(done.result).toHaveLength(2);
  expect([await read(done), await read(done, 1)]).toEqual(["one", "two"]);
  expect(stub.find("POST /v1/stop").query).toEqual({ p: "1" });
  const { headers } = stub.find("POST /v1/predictions");
  expect([headers["x-app-id"], headers["x-app-key"]]).toEqual(["app", "secret"]);
  expect(stub.seen.map((each) => each.headers.prefer)).toContain("wait=1");
  await expect(jobs.kind("run").job("p2").wait()).rejects.toThrow("too long");
});

test("a graph of tasks: their words make one state, the file follows the submit, several files; waiting at another host", async () => {
  const task = (name: string, status: string, result?: object): object => ({ name, status, result });
  const digest = createHash("sha256").update("two").digest("hex");
  const speak = (url: string): Record<string, Answer[]> => {
    const form = { form: { url: `${url}/storage`, parameters: { policy: "p", key: "k" } } };
    const files = [1, 2].map((n) => ({ filename: `${n}.txt`, url: `${url}/out/${n}`, size: 3, digest }));
    const data = (status: string, last: object): Answer => ({
      body: { data: { id: "g1", tasks: [task("import", status, form), last] } },
    });
    return {
      "POST /v1/jobs": [data("waiting", task("export", "waiting"))],
      "GET /v1/jobs/g1": [data("finished", task("export", "waiting"))],
      "GET /sync/jobs/g1/wait": [data("finished", task("export", "finished", { files }))],
      "POST /storage": [{ status: 204 }],
      "GET /out/2": [{ body: "two" }],
    };
  };
  const { jobs, stub } = await client("task-graph", "sesame", speak, "http://127.0.0.1:1");
  const job = await jobs.kind("convert").submit({ file, tasks: {} });
  expect((await job.snapshot()).state).toBe("running");
  const done = await job.wait();
  expect(done.result).toEqual([
    { name: "1.txt", sizeBytes: 3, sha256: digest },
    { name: "2.txt", sizeBytes: 3, sha256: digest },
  ]);
  expect(await read(done, 1)).toBe("two");
  const stored = stub.find("POST /storage");
  expect(stored.headers.authorization).toBe("Bearer sesame");
  expect(stored.body.indexOf('name="policy"')).toBeLessThan(
    stored.body.indexOf('name="file"; filename="in.pdf"'),
  );
  expect(stub.find("GET /sync/jobs/g1/wait").headers.authorization).toBe("Bearer sesame");
});

test("a presigned PUT; a key in the body; pages by a token; partly done; progress as a ratio; a scheme of its own", async () => {
  const page = (more: object): Answer => ({ body: { JobStatus: "PARTIAL_SUCCESS", Progress: 1, ...more } });
  const { jobs, stub } = await client("next-token", "sesame", (url) => ({
    "POST /v1/uploads": [
      {
        status: 201,
        body: {
          key: "k1",
          url: `${url.replace("127.0.0.1", "localhost")}/put/k1?sig=1`,
          headers: { "x-amz-tag": "t" },
        },
      },
    ],
    "PUT /put/k1": [{}],
    "POST /v1/analyses": [{ body: { JobId: "n1" } }],
    "GET /v1/analyses/n1": [
      { body: { JobStatus: "IN_PROGRESS", Progress: 0.25 } },
      page({ Blocks: [{ Text: "a" }], NextToken: "t2" }),
      page({ Blocks: [{ Text: "a" }], NextToken: "t2" }),
      page({ Blocks: [{ Text: "b" }] }),
    ],
  }));
  const job = await jobs.kind("analyze").submit({ file }, { idempotencyKey: "once" });
  expect(await job.snapshot()).toMatchObject({ state: "running", progress: { percent: 25 } });
  const done = await job.wait();
  expect(done).toMatchObject({
    partial: true,
    status: "PARTIAL_SUCCESS",
    result: [{ Text: "a" }, { Text: "b" }],
  });
  expect(JSON.parse(stub.find("POST /v1/uploads").body)).toEqual({ name: "in.pdf", size: 11 });
  const put = stub.find("PUT /put/k1");
  expect([put.body, put.headers["x-amz-tag"], put.headers.authorization]).toEqual([
    "%PDF-1.7 ab",
    "t",
    undefined,
  ]);
  expect(JSON.parse(stub.find("POST /v1/analyses").body)).toEqual({ key: "k1", ClientRequestToken: "once" });
  expect(stub.find("POST /v1/analyses").headers.authorization).toBe("Token sesame");
  expect(stub.seen.at(-1)?.query).toEqual({ NextToken: "t2" });
});

test("form fields that the API answers; integer ids; a result by path extension; cancel by a body; percent as text; a list of errors", async () => {
  const { jobs, stub } = await client("form-policy", "sesame", (url) => ({
    "POST /v1/uploads": [
      {
        body: {
          fileId: 5,
          post: { url: `${url.replace("127.0.0.1", "localhost")}/s3`, fields: { key: "k", acl: "private" } },
        },
      },
    ],
    "POST /s3": [{ status: 201, body: "<PostResponse/>" }],
    "POST /v1/uploads/5/complete": [{ status: 204 }],
    "POST /v1/jobs": [{ status: 201, body: { job: { id: 12 } } }],
    "GET /v1/jobs/12": [{ body: { state: "busy", percent: "45 %" } }, { body: { state: "ready" } }],
    "PUT /v1/jobs/12": [{}],
    "GET /v1/results/12.docx": [{ body: "docx" }],
    "GET /v1/jobs/13": [{ body: { state: "broken", errors: [{ message: "one" }, { message: "two" }] } }],
  }));
  const job = await jobs.kind("convert").submit({ file, format: "docx" });
  expect(await job.snapshot()).toMatchObject({ id: "12", progress: { percent: 45 } });
  await job.cancel?.();
  expect(await read(await job.wait())).toBe("docx");
  expect(stub.find("PUT /v1/jobs/12").body).toBe('{"state":"stopped"}');
  expect(JSON.parse(stub.find("POST /v1/jobs").body)).toEqual({ file_id: 5, format: "docx" });
  expect(JSON.parse(stub.find("POST /v1/uploads").body)).toEqual({
    filename: "in.pdf",
    type: "application/pdf",
  });
  expect(stub.find("POST /s3").headers["x-key"]).toBeUndefined();
  expect(stub.routes().indexOf("POST /v1/uploads/5/complete")).toBe(2);
  await expect(jobs.kind("convert").job("13").wait()).rejects.toThrow("one; two");
});

test("chunks with ranges; an id that the client chooses; data from a second operation; OAuth client credentials; canceled and expired words", async () => {
  const { jobs, stub } = await client("chunked", "id:secret", () => ({
    "POST /v1/token": [{ body: { access_token: "t1", expires_in: 3600, token_type: "bearer" } }],
    "POST /v1/uploads": [{ status: 201, body: { upload: "u1" } }],
    "PUT /v1/uploads/u1": [{ status: 204 }],
    "POST /v1/uploads/u1/close": [{ body: { file: "f1" } }],
    "PUT /v1/jobs/mine": [{ status: 202 }],
    "GET /v1/jobs/mine": [
      { body: { id: "mine", status: "QUEUED" } },
      { body: { id: "mine", status: "DONE" } },
    ],
    "GET /v1/jobs/mine/result": [{ body: { data: { pages: [{ text: "p" }] } } }],
    "DELETE /v1/jobs/mine": [{ status: 204 }],
    "GET /v1/jobs/c": [{ body: { id: "c", status: "CANCELLED" } }],
    "GET /v1/jobs/x": [{ body: { id: "x", status: "PURGED" } }],
    "GET /v1/jobs/e": [{ body: { id: "e", status: "ERROR", problems: ["a", "b"] } }],
  }));
  const job = await jobs.kind("read").submit({ file }, { idempotencyKey: "mine" });
  expect((await job.wait()).result).toEqual({ pages: [{ text: "p" }] });
  const chunks = stub.seen.filter(({ route }) => route === "PUT /v1/uploads/u1");
  expect(chunks.map(({ body, headers }) => [body, headers["content-range"]])).toEqual([
    ["%PDF", "bytes 0-3/11"],
    ["-1.7", "bytes 4-7/11"],
    [" ab", "bytes 8-10/11"],
  ]);
  const [token, ...others] = stub.seen;
  expect([token?.route, token?.body]).toEqual(["POST /v1/token", "grant_type=client_credentials&scope=jobs"]);
  expect(token?.headers.authorization).toBe(`Basic ${btoa("id:secret")}`);
  expect(new Set(others.map(({ headers }) => headers.authorization))).toEqual(new Set(["Bearer t1"]));
  expect(JSON.parse(stub.find("PUT /v1/jobs/mine").body)).toEqual({ file: "f1" });
  await job.delete?.();
  expect(await states(jobs, "read", ["c", "x", "e"])).toEqual(["canceled", "expired", "failed"]);
  await expect(jobs.kind("read").job("e").wait()).rejects.toThrow("a; b");
});

test("an upload as octets with its name in the query; a form body; a header key; several result ids; rate limits; a webhook's signature", async () => {
  const { jobs, stub, api } = await client("raw-upload", "sesame", () => ({
    "POST /v1/files": [{ status: 201, body: { id: "f1" } }],
    "POST /v1/jobs": [
      { status: 429, body: { retry_after_seconds: 0.15 } },
      { status: 201, body: { id: "o1", status: "pending" } },
    ],
    "GET /v1/jobs/o1": [
      {
        body: {
          id: "o1",
          status: "completed",
          outputs: [
            { id: 1, name: "a.txt" },
            { id: 2, name: "b.txt" },
          ],
        },
      },
    ],
    "GET /v1/outputs/2": [{ body: "second" }],
  }));
  const startedAt = performance.now();
  const job = await jobs.kind("split").submit({ file, callback: "https://example.com/hook" });
  expect(performance.now() - startedAt).toBeGreaterThan(145);
  const done = await job.wait();
  expect(done.result).toEqual([{ name: "a.txt" }, { name: "b.txt" }]);
  expect(await read(done, 1)).toBe("second");
  expect(stub.find("POST /v1/files")).toMatchObject({ query: { name: "in.pdf" }, body: "%PDF-1.7 ab" });
  const submits = stub.seen.filter(({ route }) => route === "POST /v1/jobs");
  expect(submits[0]?.body).toBe("callback=https%3A%2F%2Fexample.com%2Fhook&file=f1");
  expect(submits[0]?.headers["idempotency-key"]).toBe(submits[1]?.headers["idempotency-key"]);
  expect(api.webhook?.signature).toMatchObject({ algorithm: "hmac-sha256", signs: "{timestamp}.{body}" });
  expect(api.limits).toEqual({ perMinute: 600, inFlight: 2 });
});

test("a submit under a path parameter with a query parameter; repeated parts; pages by URL; data as an array", async () => {
  const { jobs, stub } = await client("under-path", "sesame", (url) => ({
    "POST /v1/projects/p1/jobs": [{ status: 201, body: { id: 3, state: "open" } }],
    "GET /v1/projects/p1/jobs/3": [{ body: { id: 3, state: "open" } }, { body: { id: 3, state: "closed" } }],
    "GET /v1/projects/p1/jobs/3/rows": [
      { body: { rows: [{ cell: "a" }], links: { next: `${url}/v1/projects/p1/jobs/3/rows?page=2` } } },
      { body: { rows: [{ cell: "b" }], links: { next: null } } },
    ],
  }));
  const job = await jobs
    .kind("merge")
    .submit({ project: "p1", priority: 2, title: "both", file: [file, new File(["x"], "x.pdf")] });
  expect(job.id).toBe("p1~3");
  expect((await job.wait()).result).toEqual([{ cell: "a" }, { cell: "b" }]);
  const submit = stub.find("POST /v1/projects/p1/jobs");
  expect(submit.query).toEqual({ priority: "2" });
  expect(submit.body.match(/name="files"; filename="[a-z]+\.pdf"/g)).toHaveLength(2);
  expect(stub.seen.at(-1)?.query).toEqual({ page: "2" });
});

test("a status by POST with the id inside the body; a key in a cookie; counted progress; Unix times; a format inside a field; an upload's place by GET", async () => {
  const { jobs, stub, api } = await client("post-status", "s3", (url) => ({
    "GET /v1/upload-url": [{ body: { put: `${url}/store`, url: "stored:1" } }],
    "PUT /store": [{}],
    "POST /v1/convert": [{ body: { job: "j1" } }],
    "POST /v1/job/check": [
      { body: { status: "working", created: 1_767_225_600, ended: null, pages: { done: 1, all: 4 } } },
      { body: { status: "success", created: 1_767_225_600_000, url: `${url}/out/1` } },
      { status: 410 },
    ],
    "DELETE /v1/job/stop": [{}],
    "GET /out/1": [{ body: "a,b" }],
  }));
  const job = await jobs.kind("convert").submit({ file, async: true, options: { format: "csv" } });
  expect(await job.snapshot()).toMatchObject({
    progress: { percent: 25 },
    times: { created: "2026-01-01T00:00:00.000Z" },
  });
  await job.cancel?.();
  const done = await job.wait();
  expect(done.times.created).toBe("2026-01-01T00:00:00.000Z");
  expect(await read(done)).toBe("a,b");
  await expect(jobs.kind("convert").job("j2").wait()).rejects.toMatchObject({ code: "job_expired" });
  expect(stub.find("GET /v1/upload-url").query).toEqual({ name: "in.pdf" });
  const check = stub.find("POST /v1/job/check");
  expect(JSON.parse(check.body)).toEqual({ detail: "full", about: { job: "j1" } });
  expect([check.headers.cookie, check.query]).toEqual(["sid=s3", {}]);
  expect(stub.find("DELETE /v1/job/stop").query).toEqual({ job: "j1" });
  expect(api.kinds["convert"]?.input).toMatchObject({
    format: { field: "/options/format", known: ["txt", "csv"] },
    webhook: { url: "/options/notify/url" },
    defaults: { async: true },
  });
});

test("a status found by a query parameter, which the server holds back; a submit by another job's id; files as base64 text in the job; a fixed field of an upload; one result of several forms", async () => {
  const { jobs, stub } = await client("held-output", "sesame", () => ({
    "POST /v1/files": [{ body: { id: "f1" } }],
    "POST /v1/jobs": [{ body: { id: 7 } }],
    "GET /v1/status": [
      { body: { state: 0 } },
      {
        body: {
          state: 1,
          files: [
            { name: "a.txt", data: btoa("first") },
            { name: "b.txt", data: "bm90IGJhc2U2NA=!" },
          ],
        },
      },
    ],
    "GET /v1/log/7.txt": [{ body: "log" }],
  }));
  const done = await (await jobs.kind("split").submit({ file })).wait();
  expect(done.result).toEqual([{ name: "a.txt" }, { name: "b.txt" }]);
  expect(await read(done)).toBe("first");
  await expect(read(done, 1)).rejects.toThrow("no base64 text");
  expect(stub.find("GET /v1/status").query).toMatchObject({ job: "7", format: "json" });
  expect(stub.seen.map(({ query }) => query["hold"])).toContain("1");
  await jobs.kind("again").submit({ source: 7 });
  expect(stub.seen.at(-1)?.body).toBe('{"source":7}');
  expect(stub.find("POST /v1/files").body).toMatch(/name="purpose"\r\n\r\nbatch/);
  expect(await read(await (await jobs.kind("log").submit({ file })).wait())).toBe("log");
});

test("the cost of a job before it is one: by the file's name and size, and by the input's own fields", async () => {
  const { jobs, stub } = await client("ok-file", "sesame", () => ({
    "GET /v1/price/pdf": [{ status: 503 }, { body: { pages: 3 } }],
    "GET /v1/price/txt": [{ body: { pages: null } }],
  }));
  const kind = jobs.kind("convert");
  expect(await kind.estimate?.({ file, to: "docx" })).toEqual({
    amount: 3,
    unit: "pages",
    raw: { pages: 3 },
  });
  expect(stub.seen.at(-1)?.query).toEqual({ to: "docx", bytes: "11", plan: "free", api_key: "sesame" });
  await expect(kind.estimate?.({ to: "docx" })).rejects.toThrow("An estimate of OkFile needs from.");
  await expect(kind.estimate?.({ file: new File(["a"], "a.b.TXT") })).rejects.toThrow("without an estimate");
});

test("the cost of a job that the API asks a body for, and tells with its currency", async () => {
  const { jobs, stub } = await client("prediction", "app:secret", () => ({
    "POST /v1/estimates": [{ body: { price: { amount: "0.25", currency: "EUR" } } }],
  }));
  const input = { url: "https://example.com/a/in.pdf?v=1", pages: [1] };
  expect(await jobs.kind("run").estimate?.({ input })).toMatchObject({ amount: 0.25, unit: "EUR" });
  expect(JSON.parse(stub.find("POST /v1/estimates").body)).toEqual({
    input,
    tier: "standard",
    document: { type: "pdf" },
  });
});

test("a list by token, in pages of a size that the API allows; `limit` reads on, and no further than it has to", async () => {
  const { jobs, stub } = await client("done-flag", "sesame", () => ({
    "GET /v1/operations": [
      { body: { operations: [operation(1), operation(2)], nextPageToken: "t1" } },
      { body: { operations: [], nextPageToken: "t2" } },
      { body: { operations: [operation(3)], nextPageToken: "" } },
    ],
  }));
  expect(await idsOf(jobs.list?.({ limit: 3 }))).toEqual(["op1", "op2", "op3"]);
  expect(stub.seen.map(({ query }) => query)).toEqual([
    { pageSize: "2" },
    { pageSize: "2", pageToken: "t1" },
    { pageSize: "2", pageToken: "t2" },
  ]);
});

test("a list without a limit is the first page as the API cuts it; all of it comes page by page", async () => {
  const { jobs, stub } = await client("done-flag", "sesame", () => ({
    "GET /v1/operations": [
      { body: { operations: [operation(1)], nextPageToken: "t1" } },
      { body: { operations: [operation(2), operation(3)], nextPageToken: "t2" } },
    ],
  }));
  expect(await idsOf(jobs.list?.())).toEqual(["op1"]);
  expect(stub.seen[0]?.query).toEqual({});
  const ids: string[] = [];
  for await (const job of jobs.listAll?.() ?? []) if (ids.push(job.id) === 2) break;
  expect(ids).toEqual(["op2", "op3"]);
  expect(stub.seen).toHaveLength(2);
  // A token that comes again leads nowhere.
  await expect(idsOf(jobs.list?.({ limit: 9 }))).rejects.toThrow("lists without an end");
});

test("a list by Link header of jobs whose status is an HTTP code elsewhere, and which have another shape", async () => {
  const link = '<https://example.com>; rel="help", </v1/jobs?cursor=a%20b>; title="x"; rel="prev next"';
  const { jobs, stub } = await client("see-other", "user:word", () => ({
    "GET /v1/jobs": [
      { body: [{ job: 1, state: "open" }], headers: { link } },
      { body: [{ job: 2, state: "done" }], headers: { link: '<https://elsewhere.example/>; rel="prev"' } },
    ],
    "GET /v1/jobs/2": [{ status: 303, headers: { location: "/v1/out/2" } }],
    "GET /v1/out/2": [{ body: "two" }],
  }));
  const listed = (await jobs.list?.({ limit: 10 })) ?? [];
  expect(listed.map(({ id, state, status }) => [id, state, status])).toEqual([
    ["1", "running", "open"],
    ["2", "succeeded", "done"],
  ]);
  expect(stub.seen.map(({ query }) => query)).toEqual([{}, { cursor: "a b" }]);
  expect(await read(await jobs.resume(listed[1]?.token ?? "").wait())).toBe("two");
});

test("a list under a path parameter, by page number from 0; the end is a page with nothing new", async () => {
  const { jobs, stub } = await client("under-path", "sesame", () => ({
    "GET /v1/projects/p1/jobs": [
      { body: { jobs: [{ id: 1, state: "open" }, { id: 2, state: "closed" }] } }, // prettier-ignore
      // Another job came first meanwhile.
      { body: { jobs: [{ id: 2, state: "closed" }, { id: 3, state: "bad" }] } }, // prettier-ignore
      { body: { jobs: [] } },
    ],
    "GET /v1/projects/p1/jobs/3": [{ body: { id: 3, state: "bad", errors: ["torn"] } }],
  }));
  const listed =
    (await jobs.list?.({ parameters: { project: "p1", state: "any" }, limit: 100 } as object)) ?? [];
  expect(listed.map(({ id, state }) => [id, state])).toEqual([
    ["p1~1", "running"],
    ["p1~2", "succeeded"],
    ["p1~3", "failed"],
  ]);
  expect(stub.seen.map(({ query }) => query)).toEqual([
    { page: "0", state: "any" },
    { page: "1", state: "any" },
    { page: "2", state: "any" },
  ]);
  await expect(jobs.resume(listed[2]?.token ?? "").wait()).rejects.toThrow("torn");
  await expect(jobs.list?.()).rejects.toThrow("The list of UnderPath needs project.");
});

test("a list by the last id, which says whether there is more; what a job is found under stands in it", async () => {
  const item = (id: string, modelId: string): object => ({ resultId: id, modelId, status: "running" });
  const { jobs, stub } = await client("operation-location", "sesame", () => ({
    "GET /v1/jobs": [
      { body: { more: true, results: [item("a", "layout"), item("b", "read")] } },
      { body: { more: false, results: [item("c", "read")] } },
    ],
  }));
  expect(await idsOf(jobs.listAll?.())).toEqual(["layout~a", "read~b", "read~c"]);
  expect(stub.seen.map(({ query }) => query["after"])).toEqual([undefined, "b"]);
});

test("a list by offset until all are seen; a server that looks at no offset ends it too", async () => {
  const page = (...ids: number[]): Answer => ({
    body: { total: 3, jobs: ids.map((id) => ({ id: `j${id}`, status: "completed" })) },
  });
  const { jobs, stub } = await client("raw-upload", "sesame", () => ({
    "GET /v1/jobs": [page(1, 2), page(3), page(1), page(1)],
  }));
  expect(await idsOf(jobs.list?.({ limit: 50 }))).toEqual(["j1", "j2", "j3"]);
  expect(stub.seen.map(({ query }) => query)).toEqual([{ take: "50" }, { take: "50", skip: "2" }]);
  expect(await idsOf(jobs.listAll?.())).toEqual(["j1"]);
  expect(stub.seen).toHaveLength(4);
});

test("a file stored under a path of its own; a token for a secret in the form; PATCH with a body cancels; numbers as status words", async () => {
  const { jobs, stub } = await client("storage-path", "id:a secret+".replace(" ", "-"), () => ({
    "POST /v1/token": [{ body: { access_token: "t1", expires_in: 3600 } }],
    "POST /v1/convert/tasks": [{ status: 202, body: { taskId: 7, state: 0 } }],
    "GET /v1/convert/tasks/7": [
      { body: { taskId: 7, state: 1, percent: "50 %" } },
      { body: { taskId: 7, state: 2, result: { path: "out/x.pdf" } } },
    ],
    "PATCH /v1/convert/tasks/7": [{ status: 202 }],
    "GET /v1/storage/file/out%2Fx.pdf": [{ body: "pdf" }],
    "PUT /v1/storage/file/*": [{ body: { uploaded: [] } }],
    "GET /v1/convert/tasks": [
      { body: { tasks: [{ taskId: 1, state: 0 }], hasMore: true } },
      { body: { tasks: [{ taskId: 2, state: 3 }], hasMore: false } },
    ],
  }));
  const job = await jobs.kind("convert").submit({ file, format: "pdf" });
  expect(stub.find("POST /v1/token").body).toBe(
    "grant_type=client_credentials&client_id=id&client_secret=a-secret%2B",
  );
  expect(stub.find("POST /v1/token").headers.authorization).toBeUndefined();
  const upload = stub.seen.find(({ route }) => route.startsWith("PUT /v1/storage/file/"));
  const path = decodeURIComponent(upload?.route.split("/").at(-1) ?? "");
  expect(path).toMatch(/^[0-9a-f-]{36}-in\.pdf$/);
  expect(JSON.parse(stub.find("POST /v1/convert/tasks").body)).toEqual({ source: path });
  await job.cancel?.();
  expect(stub.find("PATCH /v1/convert/tasks/7").body).toBe('{"op":"abort"}');
  expect(await read(await job.wait())).toBe("pdf");
  expect(await idsOf(jobs.list?.({ limit: 5 }))).toEqual(["1", "2"]);
  expect(stub.seen.slice(-2).map(({ query }) => query)).toEqual([
    { offset: "0", limit: "5" },
    { offset: "1", limit: "5" },
  ]);
});

test("a job with a key of its own beside its id: in the body of the status by POST, and of the result by POST", async () => {
  const { jobs, stub } = await client("second-key", "sesame", () => ({
    "POST /v1/document": [{ body: { document_id: "D1", document_key: "K1" } }],
    "POST /v1/document/D1": [
      { body: { document_id: "D1", status: "translating", seconds_remaining: 0 } },
      { body: { document_id: "D1", status: "done" } },
    ],
    "POST /v1/document/D1/result": [{ body: "translated" }],
  }));
  const job = await jobs.kind("translate").submit({ file, target_lang: "DE" });
  expect(job.id).toBe("K1~D1");
  const done = await jobs.resume(job.token).wait();
  expect(await read(done)).toBe("translated");
  const asked = stub.seen.filter(({ route }) => route.startsWith("POST /v1/document/D1"));
  expect(asked.map(({ body, query }) => [body, query])).toEqual(
    asked.map(() => ['{"document_key":"K1"}', {}]),
  );
  expect(asked.length).toBe(3);
});

function operation(number: number): object {
  return { name: `operations/op${number}`, done: number > 1 };
}

async function idsOf(
  jobs: Promise<{ id: string }[]> | AsyncIterable<{ id: string }> | undefined,
): Promise<string[]> {
  const ids: string[] = [];
  for await (const { id } of (await jobs) ?? []) ids.push(id);
  return ids;
}

interface Speaking {
  jobs: JobsClient<Record<string, KindTypes>> & Partial<ListClient>;
  stub: Stub;
  api: JobDeclaration;
}

/** The generated descriptor's client, and a stub of its API. `server` in the descriptor is replaced by the stub. */
async function client(
  id: string,
  apiKey: string,
  speak: (url: string) => Record<string, Answer[]>,
  server?: string,
): Promise<Speaking> {
  const { api } = buildProviderModel(await loadSpec(root, id));
  const stub = await startStub(speak);
  const base = `${stub.url}/v1`;
  const moved = JSON.stringify(api)
    .replaceAll(server ?? "\0", stub.url)
    .replaceAll(api.baseUrl, base);
  const features = Object.fromEntries(apiFeatures(api).map((name) => [name, allFeatures[name]]));
  const here = { ...(JSON.parse(moved) as JobDeclaration), features };
  return { jobs: createJobsClient(here, { apiKey, random: () => 0.5 }), stub, api };
}

async function read(done: SucceededJob, file = 0): Promise<string> {
  return (await (await done.download?.({ file }))?.blob())?.text() ?? "";
}

async function states(jobs: Speaking["jobs"], kind: string, names: string[]): Promise<string[]> {
  const handles: JobHandle[] = names.map((name) => jobs.kind(kind).job(name));
  return Promise.all(handles.map(async (handle) => (await handle.snapshot()).state));
}
