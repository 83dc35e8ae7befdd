import { openEmbeddedQueue, type WorkQueue } from "@docjobs/work-queue";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { cancelItems, createBatch, listBatches, retryItems } from "../../src/index.js";
import { batchFiles, optionsFor } from "../support/batch-files.js";
import { FakeApi } from "../support/fake-api.js";

async function memoryQueue(): Promise<WorkQueue> {
  const queue = await openEmbeddedQueue({ path: ":memory:" });
  onTestFinished(() => queue.close());
  return queue;
}

test("failed items are done again by the next run, and saved ones are not", async () => {
  let isBroken = true;
  const server = new FakeApi({ outcomeOf: () => (isBroken ? "failed" : "completed") });
  const files = batchFiles({ "a.pdf": "a", "b.pdf": "b" });
  const queue = await memoryQueue();
  const options = optionsFor(server, files, { queue });
  await createBatch(options).run();
  const [batch] = await listBatches(queue);
  isBroken = false;
  expect(await retryItems(queue, batch?.id ?? "")).toBe(2);
  const { counts } = await createBatch(options).run();
  expect([counts.phases, server.jobs.size]).toEqual([{ saved: 2 }, 4]);
  expect(await retryItems(queue, batch?.id ?? "")).toBe(0);
  expect(files.lines().length).toBe(2);
});

test("a result that had no room is fetched again without a new job", async () => {
  const files = batchFiles({ "a.pdf": "a" });
  const target = join(files.output, "a.docx");
  const server = new FakeApi({
    // Somebody puts a file there while the job runs.
    fate: ({ path }) => {
      if (path.startsWith("/castdoc/jobs/")) writeFileSync(target, "precious");
      return "ok";
    },
  });
  mkdirSync(files.output);
  const queue = await memoryQueue();
  const options = optionsFor(server, files, { queue });
  const { counts } = await createBatch(options).run();
  expect(counts.phases).toEqual({ failed: 1 });
  expect(files.results()).toEqual({ "a.docx": "precious" });
  const calm = { ...options, clientOptions: { ...options.clientOptions } };
  rmSync(target);
  const [batch] = await listBatches(queue);
  expect(await retryItems(queue, batch?.id ?? "")).toBe(1);
  const again = await createBatch({ ...calm, overwrite: true }).run();
  expect([again.counts.phases, server.jobs.size]).toEqual([{ saved: 1 }, 1]);
  expect(files.results()).toEqual({ "a.docx": "converted a" });
});

test("unknown items are submitted again only when that is asked for", async () => {
  let isLost = true;
  const server = new FakeApi({
    hasList: false,
    fate: ({ method, path }) => (isLost && method === "POST" && path.endsWith("/jobs") ? "lost" : "ok"),
  });
  const files = batchFiles({ "a.pdf": "a" });
  const queue = await memoryQueue();
  const options = optionsFor(server, files, { queue });
  await createBatch(options).run();
  const [batch] = await listBatches(queue);
  isLost = false;
  expect(await retryItems(queue, batch?.id ?? "")).toBe(0);
  expect(await retryItems(queue, batch?.id ?? "", { unknown: true })).toBe(1);
  const { counts } = await createBatch(options).run();
  expect([counts.phases, server.jobs.size]).toEqual([{ saved: 1 }, 2]);
});

test("a canceled batch submits nothing more", async () => {
  const server = new FakeApi();
  const files = batchFiles({ "a.pdf": "a", "b.pdf": "b" });
  const queue = await memoryQueue();
  const stop = new AbortController();
  stop.abort();
  await createBatch(optionsFor(server, files, { queue, signal: stop.signal })).run();
  const [batch] = await listBatches(queue);
  if (!batch) throw new Error("no batch");
  expect(await cancelItems(queue, batch, async () => false)).toEqual({ planned: 2, jobs: 0, left: 0 });
  const { counts } = await createBatch(optionsFor(server, files, { queue })).run();
  expect([counts.phases, server.requests.length]).toEqual([{ canceled: 2 }, 0]);
});
