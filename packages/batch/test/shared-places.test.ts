import { expect, test } from "vitest";
import { type BatchOptions, type BatchSummary, createBatch } from "../src/index.js";
import { type BatchFiles, batchFiles, optionsFor } from "./support/batch-files.js";
import { FakeApi } from "./support/fake-api.js";
import { sharedQueues } from "./support/shared-queues.js";

const GRANTED = 2;
const queues = sharedQueues();

/** Runs a batch until so many of its jobs are at the API, and leaves them there. */
async function leaveBehind(
  server: FakeApi,
  files: BatchFiles,
  jobs: number,
  changes: Partial<BatchOptions>,
): Promise<BatchSummary> {
  const stop = new AbortController();
  const options = optionsFor(server, files, { ...changes, concurrency: jobs, signal: stop.signal });
  const { fetch = globalThis.fetch } = options.clientOptions ?? {};
  const before = server.jobs.size;
  options.clientOptions = {
    ...options.clientOptions,
    async fetch(input, init) {
      const response = await fetch(input, init);
      if (server.jobs.size === before + jobs) stop.abort();
      return response;
    },
  };
  return createBatch(options).run();
}

function inputs(prefix: string, count: number): Record<string, string> {
  return Object.fromEntries(
    Array.from({ length: count }, (_, index) => [`${prefix}${index}.pdf`, `${prefix} ${index}`]),
  );
}

const NEVER = 1_000_000;

test.for(queues)("%s: a batch's concurrency is its own", async ([, open], context) => {
  const { queue, again } = await open(context);
  const server = new FakeApi({ looksToEnd: (content) => (content.startsWith("a") ? NEVER : 1) });
  const left = await leaveBehind(server, batchFiles(inputs("a", 4)), 2, { queue });
  expect(left.counts.phases).toEqual({ submitted: 2, planned: 2 });
  const files = batchFiles(inputs("b", 4));
  const { counts } = await createBatch(
    optionsFor(server, files, { queue: await again(), concurrency: 2 }),
  ).run();
  expect(counts.phases).toEqual({ saved: 4 });
});

test.for(queues)(
  "%s: a batch frees the places of one that nobody runs, whose results stay for it",
  async ([, open], context) => {
    const { queue, again } = await open(context);
    const server = new FakeApi({ looksToEnd: 4 });
    const api = { ...server.api, limits: { inFlight: GRANTED } };
    const stopped = batchFiles(inputs("a", 3));
    const left = await leaveBehind(server, stopped, GRANTED, { queue, api });
    expect(left.counts.phases).toEqual({ submitted: 2, planned: 1 });

    const notes: string[] = [];
    const hooks = { onNote: (note: string) => void notes.push(note) };
    const files = batchFiles(inputs("b", 5));
    const mine = await createBatch(optionsFor(server, files, { queue: await again(), api, hooks })).run();
    expect(mine.counts.phases).toEqual({ saved: 5 });
    expect(notes.filter((note) => note.includes("places")).length).toBe(1);
    expect(notes.join("\n")).toContain(
      `2 of 2 places at CastDoc are held by a batch that nobody runs (${stopped.output})`,
    );
    expect(stopped.lines()).toEqual([]);

    const theirs = await createBatch(optionsFor(server, stopped, { queue: await again(), api })).run();
    expect(theirs.counts.phases).toEqual({ saved: 3 });
    expect([...server.jobsByContent.values()]).toEqual(Array(8).fill(1));
    expect(server.mostInFlight).toBeLessThanOrEqual(GRANTED);
  },
);

test.for(queues)(
  "%s: several runs at once never have more jobs than the API grants",
  async ([, open], context) => {
    const { again } = await open(context);
    const server = new FakeApi({ looksToEnd: 3 });
    const api = { ...server.api, limits: { inFlight: GRANTED } };
    const runs = ["a", "b", "c"].map(async (prefix) => {
      const files = batchFiles(inputs(prefix, 6));
      return createBatch(optionsFor(server, files, { queue: await again(), api })).run();
    });
    for (const { counts } of await Promise.all(runs)) expect(counts.phases).toEqual({ saved: 6 });
    expect(server.mostInFlight).toBe(GRANTED);
    // Nobody uploads before it has its place.
    expect(server.count("POST", /^\/files$/)).toBe(18);
  },
);
