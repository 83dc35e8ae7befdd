import { afterEach, expect, it } from "vitest";
import { type Answer, type Call, clientOf, untilEnded } from "../../support/client.js";
import { faultyWorker, form, runServer, type RunningServer, sample } from "../../support/running-server.js";

const cleanups: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

type Caller = (call: Call) => Promise<Answer>;

async function serve(
  options: Parameters<typeof runServer>[0],
  internals?: Parameters<typeof runServer>[1],
): Promise<[RunningServer, Caller]> {
  const server = await runServer(options, internals);
  cleanups.push(() => server.close());
  return [server, clientOf(server, "anchorgrid", { "x-api-key": "alice" })];
}

async function upload(call: Caller): Promise<string> {
  const file = await sample("plan1.pdf");
  const { body } = await call({ operation: "uploadDocument", path: "/v1/documents", form: form({ file }) });
  return body["document_id"] as string;
}

const doors = (call: Caller, document_id: string, page_numbers?: number[]): Promise<Answer> =>
  call({
    operation: "detectDoors",
    path: "/v1/drawings/detection/doors",
    json: { document_id, ...(page_numbers ? { page_numbers } : {}) },
  });
const schedules = (call: Caller, document_id: string): Promise<Answer> =>
  call({ operation: "extractSchedules", path: "/v1/drawings/schedules", json: { document_id } });
const jobOf = (call: Caller, id: unknown): Promise<Answer> =>
  untilEnded(
    () => call({ operation: "getJob", path: `/v1/jobs/${String(id)}` }),
    ({ status }) => status === "complete" || status === "failed",
  );

it("allows as many submits a minute as the plan has, and says when to come again", async () => {
  const [server, call] = await serve({ tier: "free" }, { workerPath: faultyWorker });
  const id = await upload(call);
  for (let submit = 0; submit < 5; submit += 1) expect((await schedules(call, id)).status).toBe(202);
  server.clock.now += 20_000;
  const refused = await schedules(call, id);
  expect([refused.status, refused.headers.get("retry-after")]).toEqual([429, "40"]);
  expect(refused.body).toMatchObject({ detail: { code: "RATE_LIMITED" }, retry_after_seconds: 40 });
  const other = clientOf(server, "anchorgrid", { "x-api-key": "bob" });
  expect((await schedules(other, await upload(other))).status).toBe(202);
  server.clock.now += 40_000;
  expect((await schedules(call, id)).status).toBe(202);
});

it("ends the free plan's allowance for good, by pages that are asked for", async () => {
  const [server, call] = await serve({ tier: "free" }, { workerPath: faultyWorker });
  const id = await upload(call);
  expect(
    (
      await doors(
        call,
        id,
        Array.from({ length: 24 }, (_, page) => page + 1),
      )
    ).status,
  ).toBe(202);
  const refused = await doors(call, id, [1, 2]);
  expect([refused.status, refused.body["detail"].code]).toEqual([402, "FREE_TIER_LIMIT_REACHED"]);
  expect((await doors(call, id)).status).toBe(202);
  server.clock.now += 20 * 86_400_000;
  expect((await schedules(call, id)).status).toBe(402);
});

it("gives the developer plan its quota anew each month", async () => {
  const [server, call] = await serve({ tier: "developer" }, { workerPath: faultyWorker });
  const id = await upload(call);
  const pages = Array.from({ length: 1000 }, (_, page) => page + 1);
  expect((await doors(call, id, pages)).status).toBe(202);
  const refused = await schedules(call, id);
  expect([refused.status, refused.body["detail"].code]).toEqual([429, "QUOTA_EXCEEDED"]);
  server.clock.now = Date.parse("2026-05-01T00:00:00Z");
  expect((await schedules(call, id)).status).toBe(202);
});

it("has the enterprise plan pay nothing", async () => {
  const [, call] = await serve({}, { workerPath: faultyWorker });
  const id = await upload(call);
  const pages = Array.from({ length: 5000 }, (_, page) => page + 1);
  for (let submit = 0; submit < 3; submit += 1) expect((await doors(call, id, pages)).status).toBe(202);
});

it("answers the same work from the job that did it, also of another upload of the document", async () => {
  const [, call] = await serve({});
  const id = await upload(call);
  const first = await doors(call, id);
  const done = await jobOf(call, first.body["job_id"]);
  expect(done.body).toMatchObject({ status: "complete", cached: false, cached_from_job_id: null });
  const again = await upload(call);
  const second = await doors(call, again);
  expect(second.body).toMatchObject({ status: "queued" });
  const cached = await jobOf(call, second.body["job_id"]);
  expect(cached.body).toMatchObject({ cached: true, cached_from_job_id: first.body["job_id"] });
  expect(cached.body["result"]).toEqual({ ...done.body["result"], document_id: again });
  const otherPages = await jobOf(call, (await doors(call, id, [1])).body["job_id"]);
  expect(otherPages.body).toMatchObject({ status: "complete", cached: false });
});

it("does the work again for another account, and after a restart", async () => {
  const [server, call] = await serve({});
  await jobOf(call, (await doors(call, await upload(call))).body["job_id"]);
  const other = clientOf(server, "anchorgrid", { "x-api-key": "bob" });
  const theirs = await jobOf(other, (await doors(other, await upload(other))).body["job_id"]);
  expect(theirs.body).toMatchObject({ status: "complete", cached: false });
  server.clock.now += 1000;
  await server.restart();
  const later = clientOf(server, "anchorgrid", { "x-api-key": "alice" });
  const again = await jobOf(later, (await doors(later, await upload(later))).body["job_id"]);
  expect(again.body).toMatchObject({ status: "complete", cached: false });
});
