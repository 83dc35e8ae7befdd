import { ConfigurationError } from "@docjobs/jobs-core";
import { expect, test } from "vitest";
import { createBatch, runWorker } from "../src/index.js";
import { batchFiles, optionsFor } from "./support/batch-files.js";
import { FakeApi } from "./support/fake-api.js";
import { sharedQueues } from "./support/shared-queues.js";

const PRICE = 2;
const ITEMS = 10;
const queues = sharedQueues();

const contents = Object.fromEntries(
  Array.from({ length: ITEMS }, (_, index) => [`d${index}.pdf`, `content ${index}`]),
);

test.for(queues)("%s: two runs of a batch keep to one budget", async ([, open], context) => {
  const { again } = await open(context);
  const server = new FakeApi({ estimate: PRICE });
  const files = batchFiles(contents);
  const runs = [1, 2].map(async () => {
    const options = optionsFor(server, files, { queue: await again(), maxCredits: 7 });
    return createBatch(options).run();
  });
  const [one, other] = await Promise.all(runs);
  expect([one?.stopped?.reason, other?.stopped?.reason]).toEqual(["credits", "credits"]);
  expect([server.jobs.size, server.uploads.size]).toEqual([3, 3]);
  // Both saw them end, and may have written of the same one.
  expect(new Set(files.lines().map(({ input }) => input)).size).toBe(3);
  expect(files.lines().length).toBe(3);
  const more = optionsFor(server, files, { queue: await again(), maxCredits: 20 });
  const { counts, credits } = await createBatch(more).run();
  expect([counts.phases, credits, server.jobs.size]).toEqual([{ saved: ITEMS }, 20, ITEMS]);
  // Nothing was asked for twice but what was refused.
  expect(server.count("GET", /estimate/)).toBeLessThan(2 * ITEMS);
});

test.for(queues)("%s: workers keep to the budget of the run that planned", async ([, open], context) => {
  const { queue, again } = await open(context);
  const server = new FakeApi({ estimate: PRICE });
  const files = batchFiles(contents);
  const stop = new AbortController();
  stop.abort();
  const options = optionsFor(server, files, { queue, maxCredits: 9, signal: stop.signal });
  await createBatch(options).run();
  const { api, clientOptions, limits } = options;
  const notes: string[] = [];
  const workers = [1, 2].map(async () =>
    runWorker({
      queue: await again(),
      stepFor: async () => ({ api, clientOptions }),
      signal: new AbortController().signal,
      onNote: (note) => void notes.push(note),
      untilDone: true,
      limits,
    }),
  );
  await Promise.all(workers);
  expect(server.jobs.size).toBe(4);
  expect(notes.filter((note) => note.endsWith("stopped: credits")).length).toBeGreaterThan(0);
});

test("what was paid for is saved before a run ends for its budget", async () => {
  const server = new FakeApi({ estimate: PRICE });
  const options = optionsFor(server, batchFiles(contents), { maxCredits: 7 });
  const { stopped, counts } = await createBatch(options).run();
  expect([stopped?.reason, counts.phases]).toEqual(["credits", { saved: 3, planned: ITEMS - 3 }]);
});

test("what a job has cost counts in place of its estimate", async () => {
  const server = new FakeApi({
    estimate: PRICE,
    charge: 5,
    outcomeOf: (content) => (content === "content 0" ? "failed" : "completed"),
  });
  const files = batchFiles(contents);
  const options = optionsFor(server, files, { maxCredits: 20, concurrency: 1 });
  const { stopped, credits } = await createBatch(options).run();
  // Four jobs of 5 leave nothing for an estimate of 2.
  expect([stopped?.reason, credits, server.jobs.size]).toEqual(["credits", 20, 4]);
});

test("a budget is refused where the API does not say what a job costs", () => {
  const server = new FakeApi();
  const files = batchFiles(contents);
  const budget = optionsFor(server, files, { maxCredits: 7 });
  expect(() => createBatch(budget)).toThrow(ConfigurationError);
  expect(() => createBatch({ ...budget, estimate: async () => 1 })).not.toThrow();
  const then = [{ api: server.api, extension: "docx" }];
  expect(() => createBatch({ ...budget, estimate: async () => 1, then })).toThrow("maxCredits cannot hold");
});
