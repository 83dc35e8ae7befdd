import { expect, test } from "vitest";
import {
  AbortedError,
  BadResponseError,
  JobCanceledError,
  JobExpiredError,
  JobFailedError,
  JobNotFoundError,
  RateLimitedError,
  ServiceUnavailableError,
  WaitTimeoutError,
} from "../../src/index.js";
import { failure, job, setUp } from "../support/set-up.js";
import { json, reset, text, wire } from "../support/test-server.js";

const DONE = job("done", { output: { file_id: "f2", name: "report.docx", size: 5 } });

test("wait resolves with the succeeded job and its result", async () => {
  const { server, jobs } = await setUp();
  server.on("GET /jobs/j1", json(200, job("queued")), json(200, job("working")), json(200, DONE));
  const done = await jobs.kind("convert").job("j1").wait();
  expect(done.state).toBe("succeeded");
  expect(done.result).toEqual({ name: "report.docx", sizeBytes: 5 });
  expect(done.raw).toEqual(DONE);
});

test("a failed job ends the wait with the API's own reason", async () => {
  const { server, jobs } = await setUp();
  const error = { code: "bad_pdf", message: "Page 3 is broken", request_id: "r-9" };
  server.on("GET /jobs/j1", json(200, job("failed", { error })));
  const caught: JobFailedError = await failure(jobs.kind("convert").job("j1").wait());
  expect(caught).toBeInstanceOf(JobFailedError);
  expect(caught.message).toContain("Page 3 is broken");
  expect([caught.providerCode, caught.requestId, caught.jobId]).toEqual(["bad_pdf", "r-9", "j1"]);
  expect(jobs.resume(caught.token ?? "").id).toBe("j1");
});

test("a canceled job and an expired result end the wait with errors of their own", async () => {
  const { server, jobs } = await setUp();
  server.on("GET /jobs/j1", json(200, job("canceled")), json(200, job("done", { output: null })));
  expect(await failure(jobs.kind("convert").job("j1").wait())).toBeInstanceOf(JobCanceledError);
  expect(await failure(jobs.kind("convert").job("j1").wait())).toBeInstanceOf(JobExpiredError);
});

test("a status that is not known counts as running and ends the wait at its deadline, word and token kept", async () => {
  const { server, jobs, clock } = await setUp();
  server.on("GET /jobs/j1", json(200, job("archiving")));
  const caught: WaitTimeoutError = await failure(jobs.kind("convert").job("j1").wait({ timeoutMs: 60_000 }));
  expect(caught).toBeInstanceOf(WaitTimeoutError);
  expect(caught.message).toContain("archiving");
  expect(jobs.resume(caught.token ?? "").id).toBe("j1");
  expect(clock.monotonic()).toBeGreaterThanOrEqual(60_000);
  expect(clock.monotonic()).toBeLessThan(62_000);
  expect(server.requests.length).toBeLessThan(60);
});

test("the last poll stands on the deadline, so that a job that ended just before is seen", async () => {
  const { server, jobs, clock } = await setUp();
  server.on("GET /jobs/j1", (request, response) =>
    json(200, clock.monotonic() >= 12_500 ? DONE : job("working"))(request, response),
  );
  const done = await jobs.kind("convert").job("j1").wait({ timeoutMs: 12_500 });
  expect(done.state).toBe("succeeded");
  expect(clock.monotonic()).toBe(12_500);
});

test("intervals grow with the job's age between the advised bounds", async () => {
  const { server, jobs, clock } = await setUp();
  const polledAt: number[] = [];
  server.on("GET /jobs/j1", (request, response) => {
    polledAt.push(clock.monotonic());
    json(200, job("working"))(request, response);
  });
  await failure(jobs.kind("convert").job("j1").wait({ timeoutMs: 200_000 }));
  const gaps = polledAt.slice(1, -1).map((at, index) => at - (polledAt[index] ?? 0));
  expect(gaps[0]).toBeCloseTo(1100);
  expect(Math.max(...gaps)).toBeLessThanOrEqual(5000);
  expect(gaps.at(-1)).toBeGreaterThan(4000);
});

test("Retry-After on a running job is a floor for the next poll, once", async () => {
  const { server, jobs, clock } = await setUp();
  const polledAt: number[] = [];
  server.on("GET /jobs/j1", (request, response) => {
    polledAt.push(clock.monotonic());
    const headers = polledAt.length === 1 ? { "retry-after": "7" } : undefined;
    json(200, polledAt.length === 3 ? DONE : job("working"), headers)(request, response);
  });
  await jobs.kind("convert").job("j1").wait();
  expect(polledAt[1]).toBe(7000);
  expect((polledAt[2] ?? 0) - 7000).toBeLessThan(2000);
});

test("several waiters share one poll loop", async () => {
  const { server, jobs } = await setUp();
  server.on("GET /jobs/j1", json(200, job("queued")), json(200, job("working")), json(200, DONE));
  const handle = jobs.kind("convert").job("j1");
  const states: string[] = [];
  await Promise.all([
    handle.wait({ onEvent: ({ state }) => states.push(state) }),
    handle.wait(),
    handle.wait(),
  ]);
  expect(states).toEqual(["queued", "running", "succeeded"]);
  expect(server.requests.length).toBe(3);
});

test("a wait on an ended job makes no request", async () => {
  const { server, jobs } = await setUp();
  server.on("GET /jobs/j1", json(200, DONE));
  const handle = jobs.kind("convert").job("j1");
  await handle.wait();
  await handle.wait();
  expect(server.requests.length).toBe(1);
});

test("abort settles one waiter at once while the other goes on; the last one leaves no timer and no request", async () => {
  const { server, jobs, clock } = await setUp();
  let hanging = (): void => {};
  const isHanging = new Promise<void>((resolve) => (hanging = resolve));
  server.on("GET /jobs/j1", () => hanging());
  const handle = jobs.kind("convert").job("j1");
  const [first, second] = [new AbortController(), new AbortController()];
  const waits = [first, second].map(({ signal }) => failure(handle.wait({ signal, timeoutMs: 60_000 })));
  await isHanging;
  first.abort();
  expect(await waits[0]).toBeInstanceOf(AbortedError);
  expect(clock.pending).toBeGreaterThan(0);
  second.abort();
  expect(await waits[1]).toBeInstanceOf(AbortedError);
  await new Promise(setImmediate);
  expect(clock.pending).toBe(0);
  expect(server.requests.length).toBe(1);
});

test("an aborted signal makes no request", async () => {
  const { server, jobs } = await setUp();
  const caught: AbortedError = await failure(
    jobs.kind("convert").job("j1").wait({ signal: AbortSignal.abort() }),
  );
  expect(caught).toBeInstanceOf(AbortedError);
  expect(caught.token).toMatch(/^docjobs1\./);
  expect(server.requests.length).toBe(0);
});

test("a hung last poll ends the wait shortly after its deadline all the same", async () => {
  const { server, jobs, clock } = await setUp();
  server.on("GET /jobs/j1", () => clock.advance(15_000));
  const caught = await failure(jobs.kind("convert").job("j1").wait({ timeoutMs: 12_000 }));
  expect(caught).toBeInstanceOf(WaitTimeoutError);
});

test.each([
  ["a reset", reset],
  ["a gateway's 502 page", text(502, "<html>Bad gateway</html>", { "content-type": "text/html" })],
  ["an empty 200", text(200, "")],
  ["204", (_, response) => void response.writeHead(204).end()],
  ["null", json(200, null)],
  ["cut JSON of the right length", text(200, '{"id":"j1","sta')],
  ["JSON that breaks off", wire('HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{"id":"j1"')],
  ["two lengths", wire("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}")],
  ["a negative length", wire("HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n{}")],
  [
    "a length beside chunks",
    wire("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
  ],
] satisfies [string, Parameters<Awaited<ReturnType<typeof setUp>>["server"]["on"]>[1]][])(
  "%s in place of an answer is tried again",
  async (_, broken) => {
    const { server, jobs } = await setUp();
    server.on("GET /jobs/j1", broken, json(200, DONE));
    expect((await jobs.kind("convert").job("j1").wait()).state).toBe("succeeded");
  },
);

test("an answer with a byte order mark is read", async () => {
  const { server, jobs } = await setUp();
  server.on("GET /jobs/j1", text(200, `\uFEFF${JSON.stringify(DONE)}`));
  expect((await jobs.kind("convert").job("j1").wait()).state).toBe("succeeded");
});

test("hostile JSON pollutes nothing and crashes nothing", async () => {
  const { server, jobs } = await setUp();
  server.on(
    "GET /jobs/j1",
    text(
      200,
      `{"__proto__":{"polluted":1,"status":"done"},"constructor":{"prototype":{"polluted":1}},"id":"j1","status":"working"}`,
    ),
    text(200, `${"[".repeat(100_000)}${"]".repeat(100_000)}`),
    json(200, DONE),
  );
  const handle = jobs.kind("convert").job("j1");
  expect((await handle.snapshot()).state).toBe("running");
  expect(({} as { polluted?: number }).polluted).toBeUndefined();
  expect(await failure(handle.snapshot())).toBeInstanceOf(BadResponseError);
});

test.each([
  ["without a status", { id: "j1", kind: "convert" }, "without a status"],
  ["about another job", { ...job("done"), id: "j999" }, "another job"],
  ["about a job of another kind", { ...job("done"), kind: "archiver" }, "archive job"],
])("an answer %s is refused and not tried again", async (_, body, message) => {
  const { server, jobs } = await setUp();
  server.on("GET /jobs/j1", json(200, body));
  const caught: BadResponseError = await failure(jobs.kind("convert").job("j1").wait());
  expect(caught).toBeInstanceOf(BadResponseError);
  expect(caught.message).toContain(message);
  expect(server.requests.length).toBe(1);
});

test("429 with seconds is obeyed; garbage is not", async () => {
  const { server, jobs, clock } = await setUp();
  server.on(
    "GET /jobs/j1",
    json(429, {}, { "retry-after": "9" }),
    json(429, {}, { "retry-after": "-5; drop" }),
    json(200, DONE),
  );
  await jobs.kind("convert").job("j1").wait();
  expect(clock.sleeps).toContain(9000);
  expect(clock.monotonic()).toBeLessThan(10_000);
});

test("a Retry-After beyond the deadline fails at once with the number", async () => {
  const { server, jobs, clock } = await setUp();
  server.on("GET /jobs/j1", json(429, {}, { "retry-after": "99999999" }));
  const caught: RateLimitedError = await failure(jobs.kind("convert").job("j1").wait());
  expect(caught).toBeInstanceOf(RateLimitedError);
  expect(caught.message).toContain("99999999 s");
  expect(caught.retryAt).toBe(clock.now() + 99_999_999_000);
  expect(clock.monotonic()).toBe(0);
});

test("an outage ends the wait after a few tries, resumable", async () => {
  const { server, jobs } = await setUp();
  server.on("GET /jobs/j1", text(500, "oops"));
  const caught: ServiceUnavailableError = await failure(jobs.kind("convert").job("j1").wait());
  expect(caught).toBeInstanceOf(ServiceUnavailableError);
  expect([caught.status, caught.retryable, caught.jobId]).toEqual([500, true, "j1"]);
  expect(server.requests.length).toBe(5);
});

test("404 from the start is a job that is not found, without patience for a job that is not new", async () => {
  const { server, jobs } = await setUp();
  server.on("GET /jobs/j1", json(404, { code: "nope" }));
  const caught: JobNotFoundError = await failure(jobs.kind("convert").job("j1").wait());
  expect(caught).toBeInstanceOf(JobNotFoundError);
  expect(caught.providerCode).toBe("nope");
  expect(server.requests.length).toBe(1);
});

test("a job that is hidden after its time has expired rather than never been", async () => {
  const { server, jobs } = await setUp();
  server.on(
    "GET /jobs/j1",
    json(200, job("done", { expires_at: "2025-12-31T00:00:00Z", output: {} })),
    json(404, {}),
  );
  const handle = jobs.kind("convert").job("j1");
  await handle.snapshot();
  expect(await failure(handle.snapshot())).toBeInstanceOf(JobExpiredError);
});

test("silence is cut off by the connect limit and tried again", async () => {
  const { server, jobs, clock } = await setUp();
  server.on("GET /jobs/j1", () => clock.advance(20_000), json(200, DONE));
  expect((await jobs.kind("convert").job("j1").wait()).state).toBe("succeeded");
});

test("an error thrown by onEvent ends that wait alone", async () => {
  const { server, jobs } = await setUp();
  server.on("GET /jobs/j1", json(200, job("working")), json(200, DONE));
  const handle = jobs.kind("convert").job("j1");
  const other = handle.wait();
  const caught: Error = await failure(
    handle.wait({
      onEvent: () => {
        throw new Error("mine");
      },
    }),
  );
  expect(caught.message).toBe("mine");
  expect((await other).state).toBe("succeeded");
});

test("a server that can hold its answer back is asked to from the first poll on, never past the deadline", async () => {
  const { server, jobs } = await setUp({
    job: {
      get: { id: "getJob", method: "GET", path: "/jobs/{job_id}", parameter: "job_id" },
      status: { at: "/status", states: { done: "succeeded" } },
      gone: { statuses: [404] },
      poll: { minMs: 1000, maxMs: 5000, wait: { parameter: "wait", maxSeconds: 10 } },
    },
  });
  server.on("GET /jobs/j1", json(200, { status: "working" }));
  await failure(jobs.kind("convert").job("j1").wait({ timeoutMs: 12_000 }));
  const held = server.requests.map(({ url }) => Number(new URL(url, server.url).searchParams.get("wait")));
  expect(held[0]).toBe(1);
  expect(held.at(-1)).toBe(0);
  expect(Math.max(...held)).toBeLessThanOrEqual(10);
});

test("a wait of no time looks once, on the system's clock too", async () => {
  const { server, jobs } = await setUp({}, { clock: undefined });
  server.on("GET /jobs/j1", json(200, job("working")));
  const handle = jobs.kind("convert").job("j1");
  await handle.snapshot();
  expect(await failure(handle.wait({ timeoutMs: 0 }))).toBeInstanceOf(WaitTimeoutError);
  expect(server.requests.length).toBe(2);
});

test("an error thrown by onEvent about what is known already leaves nothing running", async () => {
  const { server, jobs, clock } = await setUp();
  server.on("GET /jobs/j1", json(200, job("working")));
  const handle = jobs.kind("convert").job("j1");
  await handle.snapshot();
  const onEvent = (): void => {
    throw new Error("mine");
  };
  await failure(handle.wait({ onEvent }));
  await new Promise(setImmediate);
  expect([server.requests.length, clock.pending]).toEqual([1, 0]);
});

test("one who is slow to take the events asks no more for a job that has vanished, or has ended", async () => {
  const { server, jobs, clock } = await setUp();
  const done = job("done", { output: { file_id: "f2" } });
  server.on("GET /jobs/j1", json(200, job("working")), json(404, {}));
  server.on("GET /jobs/j2", json(200, { ...job("working"), id: "j2" }), json(200, { ...done, id: "j2" }));
  for (const id of ["j1", "j2"]) {
    const events = jobs.kind("convert").job(id).events();
    expect((await events.next()).value?.state).toBe("running");
    await expect.poll(() => server.seen(`GET /jobs/${id}`).length, { timeout: 20_000 }).toBe(2);
    for (let turn = 0; turn < 300; turn++) await new Promise(setImmediate);
    expect([server.seen(`GET /jobs/${id}`).length, clock.pending]).toEqual([2, 0]);
    await (id === "j1" ? failure(events.next()) : events.next());
  }
});
