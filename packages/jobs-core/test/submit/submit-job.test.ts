import { expect, test } from "vitest";
import {
  AbortedError,
  AuthenticationError,
  ConfigurationError,
  InputFileError,
  InsufficientCreditsError,
  JobNotFoundError,
  RateLimitedError,
  RequestRefusedError,
  ServiceUnavailableError,
  SubmitOutcomeUnknownError,
  UnsafeRedirectError,
  createJobsClient,
  type JobKind,
} from "../../src/index.js";
import { failure, job, KEY, setUp } from "../support/set-up.js";
import { testApi } from "../support/test-api.js";
import { json, type Reply, reset, text } from "../support/test-server.js";

const PDF = new File(["%PDF-1.7"], "plan.pdf", { type: "application/pdf" });
const CREATED = json(202, { id: "j1", status: "queued" });
const UPLOADED = json(201, { file_id: "f1" });

test("a file is uploaded first and referred to, once each", async () => {
  const { server, jobs } = await setUp();
  server.on("POST /files", UPLOADED);
  server.on("POST /jobs", CREATED);
  const seen: number[] = [];
  const handle = await jobs
    .kind("convert")
    .submit(
      { file: PDF, format: "docx" },
      { onProgress: ({ sentBytes, totalBytes }) => seen.push(sentBytes, totalBytes) },
    );
  expect([handle.kind, handle.id]).toEqual(["convert", "j1"]);
  const upload = server.seen("POST /files")[0];
  expect(upload?.headers["content-length"]).toBe(String(upload?.body.length));
  expect(upload?.body.toString()).toContain(
    'name="file"; filename="plan.pdf"\r\nContent-Type: application/pdf\r\n\r\n%PDF-1.7\r\n',
  );
  expect(JSON.parse(String(server.seen("POST /jobs")[0]?.body))).toEqual({ file_id: "f1", format: "docx" });
  expect(seen).toEqual([8, 8]);
});

test("a file that is uploaded once serves several submits", async () => {
  const { server, jobs } = await setUp();
  server.on("POST /files", json(201, { file_id: "f1", expires_at: "2030-01-01T00:00:00Z" }));
  server.on("POST /jobs", CREATED, json(202, { id: "j2", status: "queued" }));
  const { id, fields, expiresAt } = (await jobs.kind("convert").upload?.(PDF)) ?? {};
  expect([id, fields, expiresAt]).toEqual(["f1", { file_id: "f1" }, Date.parse("2030-01-01T00:00:00Z")]);
  for (const format of ["docx", "xlsx"]) await jobs.kind("convert").submit({ ...fields, format });
  expect([server.seen("POST /files").length, server.seen("POST /jobs").length]).toEqual([1, 2]);
  expect(jobs.kind("read").upload).toBeUndefined();
});

test("what a crash would make unknown is told behind the upload and before the submit", async () => {
  const { server, jobs } = await setUp();
  server.on("POST /files", UPLOADED);
  server.on("POST /jobs", CREATED);
  server.on("POST /read", CREATED);
  const told: unknown[] = [];
  const beforeSubmit = async (submit: unknown): Promise<void> =>
    void told.push([submit, server.requests.map(({ method, url }) => `${method} ${url}`)]);
  await jobs.kind("convert").submit({ file: PDF, format: "docx" }, { beforeSubmit });
  await jobs.kind("read").submit({ file: PDF }, { idempotencyKey: "k1", beforeSubmit });
  expect(told).toEqual([
    [{ inputReference: "f1" }, ["POST /files"]],
    [{ idempotencyKey: "k1" }, ["POST /files", "POST /jobs"]],
  ]);
});

test("a submit that cannot be written down is not made", async () => {
  const { server, jobs } = await setUp();
  server.on("POST /read", CREATED);
  const submit = jobs.kind("read").submit(
    { file: PDF },
    {
      beforeSubmit: () => {
        throw new Error("no space");
      },
    },
  );
  expect(await failure(submit)).toMatchObject({ message: "no space" });
  expect(server.requests).toEqual([]);
});

test("a file can go in the submit itself, after fields, arrays and JSON fields", async () => {
  const { server, jobs } = await setUp();
  server.on("POST /read", CREATED);
  await jobs.kind("read").submit({ file: PDF, options: { deep: true }, pages: [1, 2] });
  const body = String(server.requests[0]?.body);
  const names = [...body.matchAll(/name="(\w+)"(?:; filename="([^"]+)")?/g)].map(
    ([, name, file]) => file ?? name,
  );
  expect(names).toEqual(["options", "pages", "pages", "plan.pdf"]);
  expect(body).toContain('{"deep":true}');
});

test("what the API requires is checked before anything is sent", async () => {
  const { server, jobs } = await setUp();
  const caught: ConfigurationError = await failure(jobs.kind("convert").submit({ file: PDF }));
  expect(caught).toBeInstanceOf(ConfigurationError);
  expect(caught.message).toContain("format");
  expect(server.requests.length).toBe(0);
});

test.each([
  ["an empty file", new File([], "a.pdf")],
  ["a file above the limit", new File([new Uint8Array(1001)], "a.pdf")],
])("%s is refused before anything is sent", async (_, file) => {
  const { server, jobs } = await setUp();
  expect(await failure(jobs.kind("convert").submit({ file, format: "docx" }))).toBeInstanceOf(InputFileError);
  expect(server.requests.length).toBe(0);
});

test("an upload is tried again: it makes no job", async () => {
  const { server, jobs } = await setUp();
  server.on("POST /files", reset, text(502, "oops"), json(429, {}, { "retry-after": "3" }), UPLOADED);
  server.on("POST /jobs", CREATED);
  await jobs.kind("convert").submit({ file: PDF, format: "docx" });
  expect([server.seen("POST /files").length, server.seen("POST /jobs").length]).toEqual([4, 1]);
});

test("an upload without an answer is cut off by the total limit", async () => {
  const { server, jobs, clock } = await setUp({}, { limits: { totalMs: 30_000 } });
  server.on("POST /files", () => clock.advance(30_001), UPLOADED);
  server.on("POST /jobs", CREATED);
  await jobs.kind("convert").submit({ file: PDF, format: "docx" });
  expect(server.seen("POST /files").length).toBe(2);
});

const UNANSWERED: [string, Reply][] = [
  ["a reset after the job was made", reset],
  ["500", json(500, {})],
  ["408", json(408, {})],
  ["a web page with 200", text(200, "<html>Log in to the network</html>", { "content-type": "text/html" })],
  ["cut JSON", text(201, '{"id":"j')],
  ["no id", json(201, { status: "queued" })],
  ["an id that is a path", json(201, { id: "../admin?x=1" })],
];

test.each(UNANSWERED)("%s is not submitted again without idempotency", async (_, reply) => {
  const { server, jobs, clock } = await setUp();
  server.on("POST /jobs", reply);
  server.on("GET /jobs", json(200, { data: [] }));
  const caught: SubmitOutcomeUnknownError = await failure(
    jobs.kind("convert").submit({ file_id: "f1", format: "docx" }),
  );
  expect(caught).toBeInstanceOf(SubmitOutcomeUnknownError);
  expect(caught.inputReference).toBe("f1");
  expect(caught.submittedAt).toBeLessThanOrEqual(clock.now());
  expect(caught.idempotencyKey).toBeUndefined();
  expect(server.seen("POST /jobs").length).toBe(1);
  expect(server.requests.every(({ url }) => !url.includes("admin"))).toBe(true);
});

test.each(UNANSWERED.slice(0, 5))(
  "%s is replayed with the same key where the API has keys",
  async (_, reply) => {
    const { server, jobs } = await setUp();
    server.on("POST /read", reply, CREATED);
    const handle = await jobs.kind("read").submit({ file: PDF });
    expect(handle.id).toBe("j1");
    const keys = server.seen("POST /read").map(({ headers }) => headers["idempotency-key"]);
    expect(keys).toEqual([keys[0], keys[0]]);
    expect(keys[0]).toMatch(/^[\da-f-]{36}$/);
  },
);

test("a submit that is never answered is cut off by the total limit and replayed with its key", async () => {
  const { server, jobs, clock } = await setUp();
  server.on("POST /read", () => clock.advance(121_000), CREATED);
  await jobs.kind("read").submit({ options: { deep: true } });
  const [first, second] = server.seen("POST /read").map(({ headers }) => headers["idempotency-key"]);
  expect(first).toBe(second);
});

test("the replayed key can be the caller's, in a header or a field", async () => {
  const { server, jobs } = await setUp();
  server.on("POST /read", CREATED);
  server.on("POST /archive", reset, CREATED);
  await jobs.kind("read").submit({ file: PDF }, { idempotencyKey: "mine-1" });
  await jobs.kind("archive").submit({ client_id: "mine-2" });
  expect(server.seen("POST /read")[0]?.headers["idempotency-key"]).toBe("mine-1");
  expect(server.seen("POST /archive").map(({ body }) => String(body))).toEqual(
    Array(2).fill('{"client_id":"mine-2"}'),
  );
});

test("a key for an API without keys is refused rather than ignored", async () => {
  const { server, jobs } = await setUp();
  const submit = jobs.kind("convert").submit({ file_id: "f1", format: "docx" }, { idempotencyKey: "k" });
  expect(await failure(submit)).toBeInstanceOf(ConfigurationError);
  expect(server.requests.length).toBe(0);
});

test("doubt stays: a replay that is refused does not prove that the first attempt made no job", async () => {
  const { server, jobs } = await setUp();
  server.on("POST /read", reset, json(402, { code: "no_credit" }));
  const caught: SubmitOutcomeUnknownError = await failure(
    jobs.kind("read").submit({ file: PDF }, { idempotencyKey: "k" }),
  );
  expect(caught).toBeInstanceOf(SubmitOutcomeUnknownError);
  expect(caught.idempotencyKey).toBe("k");
});

test("the job of a lost answer is found in the API's list, when exactly one can be it", async () => {
  const { server, jobs } = await setUp();
  server.on("POST /files", UPLOADED);
  server.on("POST /jobs", reset);
  server.on(
    "GET /jobs",
    json(200, {
      data: [
        { id: "j8", file_id: "f0" },
        { id: "j7", file_id: "f1", status: "queued" },
      ],
    }),
  );
  const handle = await jobs.kind("convert").submit({ file: PDF, format: "docx" });
  expect(handle.id).toBe("j7");
  expect(server.seen("POST /jobs").length).toBe(1);
});

test("the job of a lost answer is looked for on the list's next pages, as far back as the submit", async () => {
  const list = { id: "listJobs", method: "GET", path: "/jobs", items: "/data" } as const;
  const { server, jobs } = await setUp({ list: { ...list, pages: { next: "/next", parameter: "after" } } });
  server.on("POST /jobs", reset);
  const item = (id: string, file_id: string, created_at: string): object => ({ id, file_id, created_at });
  const [older, newer] = ["2025-12-31T23:59:59Z", "2026-01-01T00:00:30Z"] as const;
  server.on(
    "GET /jobs",
    json(200, { data: [item("j9", "f0", newer)], next: "p2" }),
    json(200, { data: [item("j7", "f1", newer), item("j1", "f1", older)], next: "p3" }),
    json(200, { data: [item("j0", "f1", older)], next: "p4" }),
    json(200, { data: [item("j8", "f1", newer)] }),
  );
  expect((await jobs.kind("convert").submit({ file_id: "f1", format: "docx" })).id).toBe("j7");
  expect(server.seen("GET /jobs").length).toBe(3);
});

test("two candidates, or one older than the submit, leave the outcome unknown", async () => {
  const { server, jobs } = await setUp();
  server.on("POST /jobs", reset);
  const candidate = (id: string, created_at: string): object => ({ id, file_id: "f1", created_at });
  const [older, newer] = ["2025-12-31T23:59:59Z", "2026-01-01T00:00:30Z"] as const;
  for (const data of [[candidate("j7", newer), candidate("j8", newer)], [candidate("j6", older)]]) {
    server.on("GET /jobs", json(200, { data }));
    const submit = jobs.kind("convert").submit({ file_id: "f1", format: "docx" });
    expect(await failure(submit)).toBeInstanceOf(SubmitOutcomeUnknownError);
  }
  server.on("GET /jobs", json(200, { data: [candidate("j6", older), candidate("j7", newer)] }));
  expect((await jobs.kind("convert").submit({ file_id: "f1", format: "docx" })).id).toBe("j7");
});

test("429 and 503 mean that no job was made: tried again, not before Retry-After", async () => {
  const { server, jobs, clock } = await setUp();
  const inTwoSeconds = new Date(clock.now() + 10_000).toUTCString();
  server.on(
    "POST /jobs",
    json(503, {}, { "retry-after": "1" }),
    json(429, {}, { "retry-after": inTwoSeconds }),
    CREATED,
  );
  await jobs.kind("convert").submit({ file_id: "f1", format: "docx" });
  expect(clock.sleeps).toContain(1000);
  expect(clock.monotonic()).toBe(10_000);
});

test("a 503 that is not documented and says nothing more may be a gateway's: not tried again", async () => {
  const { server, jobs } = await setUp();
  server.on("POST /jobs", json(503, {}), CREATED);
  server.on("GET /jobs", json(200, { data: [] }));
  const submit = jobs.kind("convert").submit({ file_id: "f1", format: "docx" });
  expect(await failure(submit)).toBeInstanceOf(SubmitOutcomeUnknownError);
  expect(server.seen("POST /jobs").length).toBe(1);
});

test("a Retry-After longer than the call may take fails with the number", async () => {
  const { server, jobs } = await setUp();
  server.on("POST /jobs", json(429, { code: "queue.limit" }, { "retry-after": "4000" }));
  const caught: RateLimitedError = await failure(
    jobs.kind("convert").submit({ file_id: "f1", format: "docx" }),
  );
  expect(caught).toBeInstanceOf(RateLimitedError);
  expect(caught.message).toContain("4000 s");
  expect(server.requests.length).toBe(1);
});

test.each([
  [401, {}, AuthenticationError],
  [403, {}, AuthenticationError],
  [402, { code: "insufficient" }, InsufficientCreditsError],
  [429, { code: "QUOTA_EXCEEDED" }, InsufficientCreditsError],
  [422, { code: "INVALID_SECTION_CODE", detail: "No such\u001b[31m section\u202e" }, RequestRefusedError],
  [404, { code: "no_file" }, RequestRefusedError],
])("%i %j is final, with the API's own code", async (status, body, expected) => {
  const { server, jobs } = await setUp();
  server.on("POST /jobs", json(status, body, { "x-request-id": "r-7" }));
  const caught: RequestRefusedError = await failure(
    jobs.kind("convert").submit({ file_id: "f1", format: "docx" }),
  );
  expect(caught).toBeInstanceOf(expected);
  expect([caught.status, caught.providerCode, caught.requestId]).toEqual([
    status,
    "code" in body ? body.code : undefined,
    "r-7",
  ]);
  expect(caught.message).not.toMatch(/[\u001b\u202e]/);
  expect(server.requests.length).toBe(1);
});

test("a refused connection was not delivered: tried again, then unavailable rather than unknown", async () => {
  const { jobs, clock } = await setUp({}, { baseUrl: "http://127.0.0.1:64999" });
  const caught: ServiceUnavailableError = await failure(
    jobs.kind("convert").submit({ file_id: "f1", format: "docx" }),
  );
  expect(caught).toBeInstanceOf(ServiceUnavailableError);
  expect(caught.message).toContain("ECONNREFUSED");
  expect(clock.sleeps.filter((ms) => ms <= 8000).length).toBe(4);
});

test("a host that does not exist fails at once with its name", async () => {
  const { jobs, clock } = await setUp({}, { baseUrl: "https://papermill.invalid" });
  const caught: ServiceUnavailableError = await failure(
    jobs.kind("convert").submit({ file_id: "f1", format: "docx" }),
  );
  expect(caught.message).toContain("papermill.invalid");
  expect(caught).toBeInstanceOf(ServiceUnavailableError);
  expect(clock.sleeps.filter((ms) => ms <= 8000).length).toBeLessThanOrEqual(4);
});

test("a redirect of a submit is refused: neither key nor document leaves the origin", async () => {
  const { server, jobs } = await setUp();
  const { server: other } = await setUp();
  server.on(
    "POST /read",
    (_, response) => void response.writeHead(307, { location: `${other.url}/read` }).end(),
  );
  expect(await failure(jobs.kind("read").submit({ file: PDF }))).toBeInstanceOf(UnsafeRedirectError);
  expect([server.requests.length, other.requests.length]).toEqual([1, 0]);
});

test("a redirect may lead to a job that was made: without keys the outcome is unknown", async () => {
  const { server, jobs } = await setUp();
  server.on("POST /jobs", (_, response) => void response.writeHead(303, { location: "/jobs/j1" }).end());
  const caught = await failure(jobs.kind("convert").submit({ file_id: "f1", format: "docx" }));
  expect(caught).toBeInstanceOf(SubmitOutcomeUnknownError);
  expect(server.seen("POST /jobs").length).toBe(1);
});

test("a refusal that repeats the key is told without it", async () => {
  const { server, jobs } = await setUp();
  server.on("POST /jobs", json(401, { code: "bad_key", detail: `Wrong key ${KEY}, ${btoa(KEY)}.` }));
  const caught: AuthenticationError = await failure(
    jobs.kind("convert").submit({ file_id: "f1", format: "docx" }),
  );
  expect(caught).toBeInstanceOf(AuthenticationError);
  expect(caught.message).toContain("Wrong key ***, ***.");
});

test("abort before the submit leaves nothing unknown; abort while it is on its way does", async () => {
  const { server, jobs } = await setUp();
  const controller = new AbortController();
  server.on("POST /files", () => controller.abort());
  const early = jobs.kind("convert").submit({ file: PDF, format: "docx" }, { signal: controller.signal });
  expect(await failure(early)).toBeInstanceOf(AbortedError);

  const second = new AbortController();
  server.on("POST /jobs", () => second.abort());
  const late = jobs.kind("convert").submit({ file_id: "f1", format: "docx" }, { signal: second.signal });
  const caught: SubmitOutcomeUnknownError = await failure(late);
  expect(caught).toBeInstanceOf(SubmitOutcomeUnknownError);
  expect(caught.cause).toBeInstanceOf(AbortedError);
});

test("a new job that the API does not find yet gets two more looks", async () => {
  const { server, jobs } = await setUp();
  server.on("POST /jobs", CREATED);
  server.on("GET /jobs/j1", json(404, {}), json(404, {}), json(200, job("done", { output: {} })));
  const handle = await jobs.kind("convert").submit({ file_id: "f1", format: "docx" });
  expect((await handle.wait()).state).toBe("succeeded");

  server.on("GET /jobs/j1", json(404, {}));
  const lost = await jobs.kind("convert").submit({ file_id: "f1", format: "docx" });
  expect(await failure(lost.wait())).toBeInstanceOf(JobNotFoundError);
  expect(server.seen("GET /jobs/j1").length).toBe(6);
});

test("the job's id can stand in a Location header", async () => {
  const { server } = await setUp();
  const api = testApi(server.url);
  const convert = api.kinds["convert"] as JobKind;
  const located = { ...convert, submit: { ...convert.submit, jobId: "$response.header.Location" } };
  const jobs = createJobsClient({ ...api, kinds: { convert: located } }, { apiKey: KEY });
  server.on("POST /jobs", json(202, {}, { location: `${server.url}/jobs/j5?v=1` }));
  expect((await jobs.kind("convert").submit({ file_id: "f1", format: "docx" })).id).toBe("j5");
  const both = `${server.url}/jobs/j6, ${server.url}/jobs/j7`;
  server.on("POST /jobs", json(202, {}, { location: both }));
  const caught = await failure(jobs.kind("convert").submit({ file_id: "f1", format: "docx" }));
  expect(caught).toBeInstanceOf(SubmitOutcomeUnknownError);
});
