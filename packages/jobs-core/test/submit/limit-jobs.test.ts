import { getEventListeners } from "node:events";
import { expect, test } from "vitest";
import {
  AbortedError,
  ConfigurationError,
  createJobsClient,
  type ClientOptions,
  type JobHandle,
  type KindClient,
  RateLimitedError,
  RequestRefusedError,
} from "../../src/index.js";
import { failure, KEY } from "../support/set-up.js";
import { testApi } from "../support/test-api.js";
import { TestClock } from "../support/test-clock.js";

interface Press {
  archive: KindClient;
  clock: TestClock;
  /** Ids of the jobs in the order of their submits. */
  made: string[];
  /** Ids of the jobs that are not over. */
  open: Set<string>;
  mostOpen: number;
  /** Looks at each job: monotonic times. */
  looks: Map<string, number[]>;
  /** Answers in place of the usual ones. */
  answer?: (path: string, signal: AbortSignal | undefined) => Response | Promise<Response> | undefined;
}

/** A client of an API that grants three jobs at a time, each of which ends at its third look if `isQuick`. */
function openPress({ isQuick = true, ...options }: ClientOptions & { isQuick?: boolean } = {}): Press {
  const clock = new TestClock();
  const press: Omit<Press, "archive"> = {
    clock,
    made: [],
    open: new Set(),
    mostOpen: 0,
    looks: new Map(),
  };
  const jobs = createJobsClient(testApi("http://127.0.0.1", { limits: { inFlight: 3 } }), {
    apiKey: KEY,
    clock,
    random: () => 0.5,
    fetch: async (input, init) => {
      const path = new URL(String(input)).pathname;
      const other = await press.answer?.(path, init?.signal ?? undefined);
      if (other) return other;
      if (init?.method === "POST") {
        const { client_id: id } = JSON.parse(String(init.body)) as { client_id: string };
        if (!press.made.includes(id)) press.open.add(id);
        press.made.push(id);
        press.mostOpen = Math.max(press.mostOpen, press.open.size);
        return Response.json({ id });
      }
      const id = path.split("/").at(-1) ?? "";
      const looks = [...(press.looks.get(id) ?? []), clock.monotonic()];
      press.looks.set(id, looks);
      if (isQuick && looks.length > 2) press.open.delete(id);
      const status = press.open.has(id) ? "working" : "done";
      return Response.json({ id, kind: "archive", status, output: { url: "http://127.0.0.1/x" } });
    },
    ...options,
  });
  return Object.assign(press, { archive: jobs.kind("archive") });
}

function submitAll({ archive }: Press, count: number): Promise<JobHandle[]> {
  return Promise.all(Array.from({ length: count }, (_, index) => archive.submit({ client_id: `j${index}` })));
}

/** Lets everything happen that needs no time. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 50; turn++) await new Promise(setImmediate);
}

test("submits beyond the jobs that the API grants wait their turn, although nobody waits for the jobs", async () => {
  const press = openPress();
  const handles = await submitAll(press, 40);
  expect(handles.map(({ id }) => id)).toEqual(press.made);
  expect(press.made).toEqual(Array.from({ length: 40 }, (_, index) => `j${index}`));
  expect(press.mostOpen).toBe(3);
  await settle();
  // The last ones are nobody's business any more.
  const looks = [...press.looks.values()].flat().length;
  await settle();
  expect([press.open.size > 0, press.clock.pending]).toEqual([true, 0]);
  expect([...press.looks.values()].flat().length).toBe(looks);
});

test("a job has one poll loop, whoever waits for its end", async () => {
  const press = openPress();
  const [first] = await submitAll(press, 3);
  const [done] = await Promise.all([first?.wait(), press.archive.submit({ client_id: "j3" })]);
  expect(done?.state).toBe("succeeded");
  const looks = press.looks.get("j0") ?? [];
  expect(looks.length).toBe(3);
  expect(Math.min(...looks.slice(1).map((at, index) => at - (looks[index] ?? 0)))).toBeGreaterThanOrEqual(
    1000,
  );
});

test("a job that was seen to end, by whichever handle, has left its place", async () => {
  const press = openPress({ isQuick: false });
  await submitAll(press, 3);
  press.open.delete("j1");
  await press.archive.job("j1").snapshot();
  await press.archive.submit({ client_id: "j3" });
  expect([...press.looks.keys()]).toEqual(["j1"]);
});

test.each(["cancel", "delete"] as const)(
  "a job leaves its place with its %s, before anybody looks",
  async (name) => {
    const press = openPress({ isQuick: false });
    const [first] = await submitAll(press, 3);
    press.answer = (path) => (/cancel$|j0$/.test(path) ? new Response(null, { status: 204 }) : undefined);
    await first?.[name]?.();
    delete press.answer;
    await press.archive.submit({ client_id: "j3" });
    expect([press.made, press.looks.size]).toEqual([["j0", "j1", "j2", "j3"], 0]);
  },
);

test("a submit that is aborted while it waits settles at once and leaves nothing behind", async () => {
  const press = openPress({ isQuick: false });
  await submitAll(press, 3);
  const hanging: (AbortSignal | undefined)[] = [];
  press.answer = (_, own) => {
    hanging.push(own);
    return new Promise(() => {});
  };
  const controller = new AbortController();
  const { signal } = controller;
  const waiting = [1, 2].map((each) => failure(press.archive.submit({ client_id: `k${each}` }, { signal })));
  await settle();
  expect([press.clock.pending > 0, hanging.length]).toEqual([true, 3]);
  controller.abort();
  for (const each of waiting) expect(await each).toBeInstanceOf(AbortedError);
  await settle();
  expect([press.clock.pending, getEventListeners(signal, "abort").length]).toEqual([0, 0]);
  expect(hanging.map((own) => own?.aborted)).toEqual([true, true, true]);
  expect(await failure(press.archive.submit({ client_id: "k3" }, { signal }))).toBeInstanceOf(AbortedError);
  await settle();
  expect([press.clock.pending, hanging.length, press.made.length]).toEqual([0, 3, 3]);
});

test("where no job ends for ten minutes the submit says so, and what to do", async () => {
  const press = openPress({ isQuick: false });
  await submitAll(press, 3);
  const caught: RateLimitedError = await failure(press.archive.submit({ client_id: "j3" }));
  expect(caught).toBeInstanceOf(RateLimitedError);
  expect([caught.retryable, caught.hint]).toEqual([
    true,
    "Submit again when a job has ended, or cancel one.",
  ]);
  expect(caught.message).toContain("3 jobs at a time, and none of this client's has ended within 600 s");
  expect(press.clock.monotonic() - 600_000).toBeLessThan(10_000);
  await settle();
  expect([press.clock.pending, press.made.length]).toEqual([0, 3]);
  press.open.delete("j2");
  await press.archive.submit({ client_id: "j4" });
  expect(press.made.at(-1)).toBe("j4");
});

test("a submit that made no job leaves its place to the next", async () => {
  const press = openPress({ isQuick: false });
  press.answer = () => Response.json({ code: "bad_url" }, { status: 422 });
  const refused = Array.from({ length: 7 }, () => failure(press.archive.submit({})));
  for (const each of refused) expect(await each).toBeInstanceOf(RequestRefusedError);
  delete press.answer;
  const unwritten = { beforeSubmit: () => Promise.reject(new Error("disk full")) };
  for (let each = 0; each < 4; each++) await failure(press.archive.submit({}, unwritten));
  await submitAll(press, 3);
  expect([press.made.length, press.looks.size]).toEqual([3, 0]);
});

test("jobs that cannot be seen any more keep no place", async () => {
  const press = openPress({ isQuick: false });
  await submitAll(press, 3);
  press.answer = (path) => (path === "/jobs/j1" ? Response.json({}, { status: 404 }) : undefined);
  await press.archive.submit({ client_id: "j3" });
  expect(press.made).toEqual(["j0", "j1", "j2", "j3"]);
});

test("a job that an outage hides keeps its place", async () => {
  const press = openPress({ isQuick: false, limits: { inFlight: 1 } });
  await submitAll(press, 1);
  let failures = 0;
  press.answer = (path) => {
    if (!path.startsWith("/jobs/") || failures === 8) return undefined;
    if (++failures === 8) press.open.clear();
    return new Response(null, { status: 502 });
  };
  await press.archive.submit({ client_id: "j1" });
  expect([failures, press.mostOpen, press.clock.pending]).toEqual([8, 1, 0]);
});

test("a repeat with the same key takes no second place", async () => {
  const press = openPress({ isQuick: false });
  for (let each = 0; each < 5; each++) await press.archive.submit({}, { idempotencyKey: "j0" });
  await press.archive.submit({ client_id: "j1" });
  await press.archive.submit({ client_id: "j2" });
  expect([press.open.size, press.looks.size]).toEqual([3, 0]);
});

test("a wrong input is refused at once, whatever waits", async () => {
  const press = openPress({ isQuick: false });
  await submitAll(press, 3);
  expect(await failure(press.archive.submit({ file: new Blob(["x"]) }))).toBeInstanceOf(ConfigurationError);
  expect(press.looks.size).toBe(0);
});

test("an account that is granted more, or less, says so", async () => {
  const more = openPress({ isQuick: false, limits: { inFlight: Infinity } });
  await submitAll(more, 9);
  expect(more.mostOpen).toBe(9);
  const less = openPress({ limits: { inFlight: 2, placeMs: 60_000 } });
  await submitAll(less, 9);
  expect(less.mostOpen).toBe(2);
});

/** Chance that comes again. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}

test("whatever is refused, aborted, waited for or left alone: no more jobs than granted, every submit settles, nothing stays", async () => {
  for (let seed = 1; seed <= 10; seed++) {
    const random = seeded(seed * 7919);
    const press = openPress({ random });
    press.answer = (path) => {
      if (path === "/archive" && random() < 0.2) return Response.json({}, { status: 422 });
      return random() < 0.1 ? Response.json({}, { status: 503 }) : undefined;
    };
    const submits = Array.from({ length: 40 }, async (_, index) => {
      const controller = new AbortController();
      const isAborted = random() < 0.2;
      const isFollowed = random() < 0.3;
      if (isAborted) void press.clock.sleep(random() * 9000).then(() => controller.abort());
      const handle = await press.archive.submit({ client_id: `j${index}` }, { signal: controller.signal });
      if (isFollowed) await handle.wait();
    });
    await Promise.allSettled(submits);
    await settle();
    expect([seed, press.mostOpen, press.clock.pending]).toEqual([seed, 3, 0]);
    expect(press.made.length).toBeGreaterThan(15);
    delete press.answer;
    for (let each = 0; each < 4; each++) await press.archive.submit({ client_id: `last${each}` });
  }
});
