import { expect, test } from "vitest";
import {
  AbortedError,
  createJobsClient,
  InvalidTokenError,
  JobNotCancelableError,
  JobNotDeletableError,
  JobNotFoundError,
  JobsError,
  type JobSnapshot,
} from "../../src/index.js";
import { failure, job, KEY, setUp } from "../support/set-up.js";
import { testApi } from "../support/test-api.js";
import { json, reset, text } from "../support/test-server.js";

const DONE = job("done", { output: {} });

test("a handle can do what its API can, at run time too", async () => {
  const { jobs, server } = await setUp();
  const { cancel: _, delete: __, list: ___, ...less } = testApi(server.url);
  const bare = createJobsClient(less, { apiKey: KEY });
  expect(Object.keys(jobs.kind("convert").job("j1"))).toEqual(expect.arrayContaining(["cancel", "delete"]));
  expect("cancel" in bare.kind("convert").job("j1")).toBe(false);
  expect("delete" in bare.kind("convert").job("j1")).toBe(false);
  expect(["list" in jobs, "list" in bare]).toEqual([true, false]);
});

test("a handle is no promise", async () => {
  const { jobs } = await setUp();
  expect("then" in jobs.kind("convert").job("j1")).toBe(false);
});

test("events tell what is known and then changes only, and end with the job", async () => {
  const { server, jobs } = await setUp();
  const at = (percent: number): object => job("working", { progress: { percent, phase: "pages" } });
  server.on("GET /jobs/j1", json(200, at(1)), json(200, at(1)), json(200, at(2)), json(200, DONE));
  const handle = jobs.kind("convert").job("j1");
  await handle.snapshot();
  const seen: unknown[] = [];
  for await (const { state, progress } of handle.events()) seen.push([state, progress?.percent]);
  expect(seen).toEqual([
    ["running", 1],
    ["running", 2],
    ["succeeded", undefined],
  ]);
  expect(server.requests.length).toBe(4);
});

test("leaving an events loop, or aborting it, stops the polling", async () => {
  const { server, jobs, clock } = await setUp();
  server.on("GET /jobs/j1", json(200, job("working")));
  const handle = jobs.kind("convert").job("j1");
  for await (const { state } of handle.events()) if (state === "running") break;
  await new Promise(setImmediate);
  expect([clock.pending, clock.monotonic(), server.requests.length]).toEqual([0, 0, 1]);

  const controller = new AbortController();
  const events = handle.events({ signal: controller.signal });
  await events.next();
  const next = failure(events.next());
  controller.abort();
  expect(await next).toBeInstanceOf(AbortedError);
  await new Promise(setImmediate);
  expect(clock.pending).toBe(0);
});

test("events throw what ends the polling", async () => {
  const { server, jobs } = await setUp();
  server.on("GET /jobs/j1", json(404, {}));
  expect(await failure(jobs.kind("convert").job("j1").events().next())).toBeInstanceOf(JobNotFoundError);
});

test("cancel asks the API", async () => {
  const { server, jobs } = await setUp();
  server.on("POST /jobs/j1/cancel", reset, json(202, {}));
  await jobs.kind("convert").job("j1").cancel();
  expect(server.seen("POST /jobs/j1/cancel").length).toBe(2);
});

test("a refused cancel says in which state the job is; a canceled job needs no other cancel", async () => {
  const { server, jobs } = await setUp();
  server.on("POST /jobs/j1/cancel", json(409, { code: "not_cancelable" }));
  server.on("GET /jobs/j1", json(200, DONE), json(200, job("canceled")));
  const handle = jobs.kind("convert").job("j1");
  const caught: JobNotCancelableError = await failure(handle.cancel());
  expect(caught).toBeInstanceOf(JobNotCancelableError);
  expect([caught.state, caught.providerCode, caught.jobId]).toEqual(["succeeded", "not_cancelable", "j1"]);
  expect(caught.hint).toContain("queued or running");
  await handle.cancel();
});

test("another 409 is no refusal to cancel", async () => {
  const { server, jobs } = await setUp();
  server.on("POST /jobs/j1/cancel", json(409, { code: "something_else" }));
  const caught: JobsError = await failure(jobs.kind("convert").job("j1").cancel());
  expect([caught.code, caught.providerCode]).toEqual(["request_refused", "something_else"]);
});

test("delete is refused with the state, and done when its first answer was lost", async () => {
  const { server, jobs } = await setUp();
  server.on("DELETE /jobs/j1", json(409, { code: "not_deletable" }), reset, json(404, {}));
  server.on("GET /jobs/j1", json(200, job("working")));
  const handle = jobs.kind("convert").job("j1");
  const caught: JobNotDeletableError = await failure(handle.delete());
  expect(caught).toBeInstanceOf(JobNotDeletableError);
  expect(caught.state).toBe("running");
  await handle.delete();
  server.on("DELETE /jobs/j1", json(404, {}));
  expect(await failure(handle.delete())).toBeInstanceOf(JobNotFoundError);
});

test("find learns the kind from the job, in one request", async () => {
  const { server, jobs } = await setUp();
  server.on(
    "GET /jobs/j9",
    json(200, { id: "j9", kind: "archiver", status: "queued", created_at: "2026-01-01T00:00:00Z" }),
  );
  const handle = await jobs.find("j9");
  expect([handle.kind, handle.id, handle.latest?.status]).toEqual(["archive", "j9", "queued"]);
  expect(server.requests.length).toBe(1);
  server.on("GET /jobs/j9", json(404, {}));
  expect(await failure(jobs.find("j9"))).toBeInstanceOf(JobNotFoundError);
});

test.each(["../admin", "a/b", "", ".", "..", "j?x", "a b", "é"])(
  "%j is no job id and is sent nowhere",
  async (id) => {
    const { server, jobs } = await setUp();
    expect(() => jobs.kind("convert").job(id)).toThrow(InvalidTokenError);
    expect(await failure(jobs.find(id))).toBeInstanceOf(InvalidTokenError);
    expect(server.requests.length).toBe(0);
  },
);

test("list gives snapshots in the API's order, each with its token", async () => {
  const { server, jobs } = await setUp();
  const archived = { id: "j2", kind: "archiver", status: "working", created_at: "2026-01-01T00:00:00Z" };
  server.on("GET /jobs", json(200, { data: [archived, DONE] }));
  const listed: JobSnapshot[] = await jobs.list();
  expect(listed.map(({ id, kind, state }) => [id, kind, state])).toEqual([
    ["j2", "archive", "running"],
    ["j1", "convert", "succeeded"],
  ]);
  expect(jobs.resume(listed[0]?.token ?? "").kind).toBe("archive");
});

test("status requests of one client keep to the API's rate", async () => {
  const { server, clock } = await setUp();
  const api = testApi(server.url);
  const slow = { ...api, job: { ...api.job, poll: { ...api.job.poll, perSecond: 0.5, burst: 2 } } };
  const jobs = createJobsClient(slow, { apiKey: KEY, clock });
  server.on("GET /jobs/j1", json(200, DONE));
  await Promise.all([1, 2, 3, 4].map(() => jobs.kind("convert").job("j1").snapshot()));
  expect(clock.sleeps).toEqual(expect.arrayContaining([2000, 4000]));
  expect(clock.monotonic()).toBe(4000);
});

test("one signal can serve hundreds of calls without a warning", async () => {
  const { server, jobs } = await setUp();
  server.on("GET /jobs/j1", json(200, DONE));
  const warnings: string[] = [];
  const note = (warning: Error): void => void warnings.push(warning.name);
  process.on("warning", note);
  const { signal } = new AbortController();
  const handle = jobs.kind("convert").job("j1");
  await Promise.all(Array.from({ length: 30 }, () => handle.snapshot({ signal })));
  await new Promise(setImmediate);
  process.off("warning", note);
  expect(warnings).toEqual([]);
});

test("a web page in answer to a cancel is no agreement", async () => {
  const { server, jobs } = await setUp();
  server.on("POST /jobs/j1/cancel", text(200, "<html>Log in</html>", { "content-type": "text/html" }));
  const caught: JobsError = await failure(jobs.kind("convert").job("j1").cancel());
  expect(caught.code).toBe("bad_response");
});
