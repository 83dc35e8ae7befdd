import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openEmbeddedQueue, type WorkQueue } from "@docjobs/work-queue";
import { expect, test } from "vitest";
import { createBatch } from "../src/index.js";
import { type BatchFiles, filesIn, optionsFor } from "./support/batch-files.js";
import { BrokenWrite, Crash } from "./support/crash.js";
import { FakeApi, type FakeApiOptions, type Fate } from "./support/fake-api.js";

/** Every answer that a submit can have; later requests are answered. */
const ANSWERS: Readonly<Record<string, Fate>> = {
  "an answer": "ok",
  "a lost answer": "lost",
  "no way through": "never",
  "a 500": { status: 500 },
  "a 503": { status: 503 },
  "a 429": { status: 429, retryAfter: 0 },
  "a refusal": { status: 400 },
};

interface Ending {
  phases: Record<string, number>;
  jobs: number;
  results: Record<string, string>;
  lines: number;
  moments: number;
}

/** What a run of the model is made of. */
interface Model {
  api: FakeApi;
  files: BatchFiles;
  queue: WorkQueue;
  /** What a run that has ended badly had claimed comes back, as it does when the file is opened. */
  free(): Promise<void>;
}

/** A queue in memory stands for the file. `runs` resolves to the moments that it passed; then comes a last run. */
async function runModel(
  answer: Fate,
  server: FakeApiOptions,
  runs: (model: Model) => Promise<number>,
): Promise<Ending> {
  const directory = mkdtempSync(join(tmpdir(), "docjobs-model-"));
  let aheadMs = 0;
  const queue = await openEmbeddedQueue({ path: ":memory:", leaseMs: 1, now: () => Date.now() + aheadMs });
  try {
    let submits = 0;
    const api = new FakeApi({
      ...server,
      fate: ({ method, path }) =>
        method === "POST" && path.endsWith("/jobs") && ++submits === 1 ? answer : "ok",
    });
    const files = filesIn(directory, { "a.pdf": "content" });
    const free = async (): Promise<void> => {
      aheadMs = 3_600_000;
      await queue.recover();
      aheadMs = 0;
    };
    const moments = await runs({ api, files, queue, free });
    const { counts } = await createBatch(optionsFor(api, files, { queue, concurrency: 1 })).run();
    return {
      phases: { ...counts.phases },
      jobs: api.jobs.size,
      results: files.results(),
      lines: files.lines().length,
      moments,
    };
  } finally {
    await queue.close();
    rmSync(directory, { recursive: true, force: true });
  }
}

/** Runs the real code over one item, killed at the given moments one after the other, then to its end. */
function runWithCrashes(answer: Fate, server: FakeApiOptions, crashes: readonly number[]): Promise<Ending> {
  return runModel(answer, server, async ({ api, files, queue, free }) => {
    let moments = 0;
    for (const at of [...crashes, Infinity]) {
      const crash = new Crash(at);
      // One place: whoever died with it would stop everything.
      const options = optionsFor(api, files, { queue: crash.queue(queue), concurrency: 1 });
      options.clientOptions = { ...options.clientOptions, fetch: crash.fetch(api.fetch) };
      // An outage ends a run; the next one goes on.
      options.limits = { ...options.limits, outageMs: 0 };
      const run = createBatch(options).run();
      run.catch(() => undefined);
      await Promise.race([crash.died, run]);
      moments = crash.moments;
      await free();
    }
    return moments;
  });
}

/** Runs the real code over one item, with one write of its state that fails, then to its end. */
function runWithBrokenWrite(answer: Fate, server: FakeApiOptions, at: number): Promise<Ending> {
  return runModel(answer, server, async ({ api, files, queue, free }) => {
    const broken = new BrokenWrite(at);
    // What fails before the first item is begun rejects the run: nothing was sent.
    await createBatch(optionsFor(api, files, { queue: broken.queue(queue), concurrency: 1 }))
      .run()
      .catch(() => expect(api.requests).toEqual([]));
    await free();
    return broken.moments;
  });
}

/** What has to hold whatever happened: one job at most, one result or a word about why there is none. */
function check({ phases, jobs, results, lines }: Ending, mayBeUnknown: boolean, what: string): void {
  const [phase] = Object.keys(phases);
  expect(phases, what).toEqual({ [phase ?? ""]: 1 });
  expect(jobs, `${what}: jobs`).toBeLessThanOrEqual(1);
  expect(lines, `${what}: lines`).toBe(1);
  if (phase === "saved") {
    expect(results, what).toEqual({ "a.docx": "converted content" });
    expect(jobs, what).toBe(1);
    return;
  }
  expect(results, what).toEqual({});
  if (phase === "failed") expect([jobs, what.startsWith("a refusal")], what).toEqual([0, true]);
  else expect([phase, mayBeUnknown], what).toEqual(["unknown", true]);
}

const APIS: Readonly<Record<string, FakeApiOptions>> = {
  "an API with a list": { hasList: true },
  "an API with idempotency keys": { hasList: false, isIdempotent: true },
  "an API with neither": { hasList: false },
};

/** All moments take minutes; without the variable only some are tried. */
const isAll = process.env["DOCJOBS_TEST_MODEL"] === "all";
const SINGLE_STRIDE = isAll ? 1 : 4;
const PAIR_STRIDE = isAll ? 1 : 29;

for (const [apiName, api] of Object.entries(APIS)) {
  const mayBeUnknown = apiName === "an API with neither";
  test.for(Object.entries(ANSWERS))(
    `${apiName}, %s, a crash`,
    { timeout: 240_000 },
    async ([name, answer]) => {
      const whole = await runWithCrashes(answer, api, []);
      check(whole, mayBeUnknown, name);
      const first = 1 + (name.length % SINGLE_STRIDE);
      for (let at = first; at <= whole.moments; at += SINGLE_STRIDE)
        check(await runWithCrashes(answer, api, [at]), mayBeUnknown, `${name}, killed at moment ${at}`);
    },
  );

  test.for(["an answer", "a lost answer"])(
    `${apiName}, %s, a write that fails`,
    { timeout: 240_000 },
    async (name) => {
      const answer = ANSWERS[name] ?? "ok";
      const { moments } = await runWithBrokenWrite(answer, api, Infinity);
      for (let at = 1; at <= moments; at += SINGLE_STRIDE > 1 ? 2 : 1)
        check(await runWithBrokenWrite(answer, api, at), mayBeUnknown, `${name}, write ${at} failed`);
    },
  );

  test(`${apiName}, two crashes`, { timeout: isAll ? 1_200_000 : 240_000 }, async () => {
    const { moments } = await runWithCrashes("ok", api, []);
    for (let pair = 0; pair < moments * moments; pair += PAIR_STRIDE) {
      const crashes = [1 + Math.floor(pair / moments), 1 + (pair % moments)];
      const ending = await runWithCrashes("ok", api, crashes);
      check(ending, mayBeUnknown, `killed at moments ${crashes.join(" and ")}`);
    }
  });
}
