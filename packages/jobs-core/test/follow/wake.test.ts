import { getEventListeners } from "node:events";
import { expect, test } from "vitest";
import { waitWithWebhook } from "../../examples/wait-with-webhook.js";
import { createJobsClient } from "../../src/index.js";
import type { JobApi, JobHandle } from "../../src/index.js";
import { failure, job, KEY, setUp } from "../support/set-up.js";
import { testApi } from "../support/test-api.js";
import { TestClock } from "../support/test-clock.js";
import { json } from "../support/test-server.js";

const DONE = job("done", { output: { file_id: "f2" } });

function polled(poll: Partial<JobApi["job"]["poll"]>): Pick<JobApi, "job"> {
  const { job: resource } = testApi("http://127.0.0.1");
  return { job: { ...resource, poll: { ...resource.poll, ...poll } } };
}

test("a webhook shortens the wait: one look for all its calls, no sooner than the API's shortest interval", async () => {
  const { server, jobs, clock } = await setUp(polled({ minMs: 20_000, maxMs: 60_000 }));
  const polledAt: number[] = [];
  server.on("GET /jobs/j1", (request, response) => {
    polledAt.push(clock.monotonic());
    json(200, polledAt.length < 2 ? job("working") : DONE)(request, response);
  });
  const webhooks = new EventTarget();
  const wait = waitWithWebhook(jobs.kind("convert").job("j1"), webhooks);
  // The pause before the next look, which nothing but a call can shorten.
  await expect.poll(() => clock.sleeps, { timeout: 20_000 }).toContain(22_000);
  clock.advance(15_000);
  for (let call = 0; call < 5; call++) webhooks.dispatchEvent(new Event("j1"));
  expect((await wait).state).toBe("succeeded");
  expect(polledAt).toEqual([0, 20_000]);
  expect([getEventListeners(webhooks, "j1").length, clock.pending]).toEqual([0, 0]);
});

test("a webhook that comes during a look, whose answer may be older, brings another one", async () => {
  const { server, jobs, clock } = await setUp();
  const polledAt: number[] = [];
  let wake = (): void => {};
  server.on("GET /jobs/j1", (request, response) => {
    polledAt.push(clock.monotonic());
    wake();
    json(200, polledAt.length < 3 ? job("working") : DONE)(request, response);
  });
  await jobs
    .kind("convert")
    .job("j1")
    .wait({ wake: (poll) => void (wake = poll) });
  expect(polledAt).toEqual([0, 1000, 2000]);
});

test("what listens for webhooks is taken off however the wait ends, and may fail", async () => {
  const { server, jobs, clock } = await setUp();
  server.on("GET /jobs/j1", json(200, job("failed", { error: {} })));
  server.on("GET /jobs/j2", () => {});
  const controller = new AbortController();
  const { signal } = controller;
  let stopped = 0;
  const wake = () => () => void stopped++;
  await failure(jobs.kind("convert").job("j1").wait({ wake, signal }));
  const hanging = failure(jobs.kind("convert").job("j2").wait({ wake, signal }));
  controller.abort();
  await hanging;
  const broken = jobs.kind("convert").job("j3");
  const fail = (): never => {
    throw new Error("no such queue");
  };
  expect(await failure(broken.wait({ wake: fail }))).toEqual(new Error("no such queue"));
  await new Promise(setImmediate);
  expect([stopped, clock.pending, getEventListeners(signal, "abort").length]).toEqual([2, 0, 0]);
});

/** A client whose requests take no time, and the time of each. Every job ends at its third look. */
function fastClient(changes: Partial<JobApi>): {
  handles: JobHandle[];
  times: Map<string, number[]>;
  clock: TestClock;
} {
  const clock = new TestClock();
  const times = new Map<string, number[]>();
  const jobs = createJobsClient(testApi("http://127.0.0.1", changes), {
    apiKey: KEY,
    clock,
    fetch: (input) => {
      const id = String(input).split("/").at(-1) ?? "";
      const looks = [...(times.get(id) ?? []), clock.monotonic()];
      times.set(id, looks);
      const body = { ...(looks.length < 3 ? job("working") : DONE), id };
      return Promise.resolve(Response.json(body));
    },
  });
  const handles = Array.from({ length: 200 }, (_, index) => jobs.kind("convert").job(`j${index}`));
  return { handles, times, clock };
}

/** Waits for all, while time passes in small steps. */
async function waitForAll(handles: readonly JobHandle[], clock: TestClock): Promise<void> {
  let isOver = false;
  const all = Promise.all(handles.map((handle) => handle.wait({ timeoutMs: 3_600_000 })));
  void all.finally(() => (isOver = true));
  while (!isOver) {
    await new Promise(setImmediate);
    clock.advance(100);
  }
  await all;
}

test("two hundred handles of one client make no more requests in any minute than the API grants", async () => {
  const { handles, times, clock } = fastClient({ limits: { perMinute: 100 } });
  await waitForAll(handles, clock);
  const all = [...times.values()].flat().sort((a, b) => a - b);
  expect(all.length).toBe(600);
  const minutes = all.slice(100).map((at, index) => at - (all[index] ?? 0));
  expect(Math.min(...minutes)).toBeGreaterThanOrEqual(60_000);
  expect(all.at(-1)).toBeLessThan(10 * 60_000);
});

test("the rate that is granted for one job is kept for each, and one job does not wait for another", async () => {
  const { handles, times, clock } = fastClient(polled({ minMs: 100, maxMs: 200, perSecond: 1, burst: 2 }));
  await waitForAll(handles, clock);
  for (const looks of times.values()) {
    expect(looks.length).toBe(3);
    expect((looks[2] ?? 0) - (looks[0] ?? 0)).toBeGreaterThan(999);
  }
  expect(clock.monotonic()).toBeLessThan(10_000);
});

test("two hundred waits that are aborted leave no timer, no listener and no request", async () => {
  const { jobs, clock } = await setUp({}, { fetch: () => new Promise(() => {}) });
  const controller = new AbortController();
  const waits = Array.from({ length: 200 }, (_, index) =>
    failure(jobs.kind("convert").job(`j${index}`).wait({ signal: controller.signal })),
  );
  await new Promise(setImmediate);
  expect(clock.pending).toBeGreaterThan(0);
  controller.abort();
  await Promise.all(waits);
  await new Promise(setImmediate);
  expect([clock.pending, getEventListeners(controller.signal, "abort").length]).toEqual([0, 0]);
});
