import { expect, test } from "vitest";
import {
  createJobsClient,
  type JobHandle,
  RateLimitedError,
  ServiceUnavailableError,
} from "../../src/index.js";
import { failure, job, KEY } from "../support/set-up.js";
import { testApi } from "../support/test-api.js";
import { TestClock } from "../support/test-clock.js";

interface Outage {
  clock: TestClock;
  handles: JobHandle[];
  /** When each job was asked for, by its id. */
  looks: Map<string, number[]>;
}

/** Thirty handles of one client, whose API is away for so long and then has all jobs done. */
function startOutage(outageMs: number, headers: Record<string, string> = {}): Outage {
  const clock = new TestClock();
  const looks = new Map<string, number[]>();
  const jobs = createJobsClient(testApi("http://127.0.0.1"), {
    apiKey: KEY,
    clock,
    random: () => 0.5,
    fetch: (input) => {
      const id = String(input).split("/").at(-1) ?? "";
      const now = clock.monotonic();
      looks.set(id, [...(looks.get(id) ?? []), now]);
      return Promise.resolve(
        now < outageMs
          ? Response.json({}, { status: 503, headers })
          : Response.json({ ...job("done", { output: { file_id: "f2" } }), id }),
      );
    },
  });
  const handles = Array.from({ length: 30 }, (_, index) => jobs.kind("convert").job(`j${index}`));
  return { clock, handles, looks };
}

test("an outage that uses up the retry budget ends no wait; they go on at the slowest pace", async () => {
  const { clock, handles, looks } = startOutage(300_000);
  const ended = await Promise.all(handles.map((handle) => handle.wait()));
  expect(ended.map(({ state }) => state)).toEqual(handles.map(() => "succeeded"));
  expect(clock.monotonic()).toBeLessThan(320_000);
  const pauses = [...looks.values()].flatMap((times) =>
    times.slice(1).map((at, at0) => at - (times[at0] ?? 0)),
  );
  // Ten quick retries are the budget; jitter is half of eight seconds here.
  expect(pauses.filter((ms) => ms < 4000).length).toBe(10);
});

test("an outage that goes on ends the waits at their deadline and no sooner", async () => {
  const { clock, handles } = startOutage(Infinity);
  const waits = handles.map((handle) => failure(handle.wait({ timeoutMs: 61_000 })));
  const caught = (await Promise.all(waits)) as ServiceUnavailableError[];
  const late = caught.filter((each) => each.token !== undefined && each.retryable);
  expect(late.length).toBe(30);
  expect(clock.monotonic()).toBeGreaterThanOrEqual(61_000);
  expect(clock.monotonic()).toBeLessThan(70_000);
  await new Promise(setImmediate);
  expect(clock.pending).toBe(0);
});

test("what has no deadline ends when the budget is used up", async () => {
  const { handles, looks } = startOutage(200);
  const looked = await Promise.allSettled(handles.map((handle) => handle.snapshot()));
  const reasons = looked.flatMap((each) => (each.status === "rejected" ? [each.reason as unknown] : []));
  expect(reasons.length).toBe(20);
  expect(reasons.every((error) => ServiceUnavailableError.isInstance(error))).toBe(true);
  expect([...looks.values()].flat().length).toBe(30 + 10);
});

test("with the budget used up a Retry-After beyond the deadline still fails at once", async () => {
  const { clock, handles } = startOutage(Infinity, { "retry-after": "3600" });
  const waits = handles.map((handle) => failure(handle.wait()));
  const caught = (await Promise.all(waits)) as RateLimitedError[];
  expect(caught.every(({ retryAt }) => retryAt === clock.now() + 3_600_000)).toBe(true);
  expect(clock.monotonic()).toBe(0);
});
