import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { OutputFileError, systemClock } from "@docjobs/jobs-core";
import { type Counts, openEmbeddedQueue, type WorkQueue } from "@docjobs/work-queue";
import type { Batch, BatchOptions, BatchSummary } from "./batch-options.js";
import { BATCH_NOTE } from "./item.js";
import { claimFolder } from "./files/claim-folder.js";
import { openFiles } from "./files/open-files.js";
import { folderPlace, ownFolder } from "./files/places.js";
import { batchId, type PlannedStep, planSteps } from "./plan/batch-steps.js";
import { planItems } from "./plan/plan-items.js";
import { shownInput } from "./plan/shown-input.js";
import { itemResult, type ItemResult } from "./results/item-result.js";
import { keepResults } from "./results/keep-results.js";
import { readItems } from "./results/results-file.js";
import { createContext } from "./run/create-context.js";
import { isDiskFull } from "./run/disk-full.js";
import { checkBudget } from "./run/reserve-cost.js";
import { guardQueue } from "./run/guard-queue.js";
import { runItems } from "./run/run-items.js";
import { stopFor } from "./run/stop-for.js";

/** Of a state that cannot be read. */
const NOT_KNOWN: Counts = {
  total: 0,
  states: { ready: 0, active: 0, done: 0, failed: 0 },
  phases: {},
  cost: 0,
};
/** What the iterator may run ahead of its reader. */
const MOST_WAITING_RESULTS = 100;

/**
 * Jobs for any number of documents. Every item's way is written down before it is gone, so that a run that was killed goes
 * on where it was with the same options: what the API has finished or is doing is never submitted again. Makes no request
 * before it runs. Throws ConfigurationError.
 */
export function createBatch(options: BatchOptions): Batch {
  const steps = planSteps(options);
  if (options.maxCredits !== undefined) checkBudget(options, steps);
  const batch = batchId(steps, options.outputDirectory);
  let summary: BatchSummary | undefined;
  const run = async (
    onResult: (result: ItemResult) => void | Promise<void> = () => undefined,
    left?: AbortSignal,
  ): Promise<BatchSummary> => {
    const signals = [options.signal, left].filter((each) => each !== undefined);
    const outputDirectory = folderPlace(options.outputDirectory);
    const signal = AbortSignal.any(signals);
    summary = await runBatch({ ...options, outputDirectory, signal }, steps, batch, onResult);
    return summary;
  };
  return {
    run: (onResult) => run(onResult),
    get summary() {
      return summary;
    },
    [Symbol.asyncIterator]: () => iterate(run),
  };
}

/** Where the items are kept when nobody says otherwise: beside the results, or for those in a bucket on this machine. */
export function defaultStatePath(outputDirectory: string): string {
  return join(ownFolder(outputDirectory), "batch.db");
}

async function runBatch(
  options: BatchOptions,
  steps: readonly PlannedStep[],
  batch: string,
  onResult: (result: ItemResult) => void | Promise<void>,
): Promise<BatchSummary> {
  const { outputDirectory, hooks = {}, signal = AbortSignal.any([]) } = options;
  const opened = await openState(options).catch((error: unknown) => {
    throw isDiskFull(error)
      ? new OutputFileError("There is no room for the batch's state.", { cause: error })
      : error;
  });
  const queue = guardQueue(opened);
  const files = openFiles();
  const requests = new AbortController();
  const { clock = systemClock } = options.clientOptions ?? {};
  try {
    await claimFolder(files, queue, outputDirectory);
    await describeBatch(queue, batch, steps, options);
    const { inputs } = options;
    const added = await planItems({ queue, batch, steps, files, inputs, now: () => clock.now() });
    hooks.onPlanned?.({ added, total: (await queue.counts(batch)).total });
    const results = await keepResults({
      files,
      queue,
      batch,
      outputDirectory,
      clock,
      isShared: options.queue !== undefined,
    });
    const context = createContext(options, { queue, batch, steps, files }, requests.signal);
    const endRequests = (): void => {
      clock.sleep(context.limits.graceMs, requests.signal).then(
        () => requests.abort(signal.reason),
        () => undefined,
      );
    };
    signal.addEventListener("abort", endRequests, { once: true });
    if (signal.aborted) endRequests();
    const written = new Set(
      (await queue.list({ group: batch, unseen: true, limit: 100_000 })).map(({ id }) => id),
    );
    const stopped = await runItems({
      context,
      signal,
      onProgress: (progress) => hooks.onProgress?.(progress),
      async onEnded(items) {
        // The file that was just written anew has those that a killed run had not told of.
        const fresh = items.filter(({ id }) => !written.has(id)).map(itemResult);
        if (fresh.length > 0) await results.add(fresh);
        for (const item of items) await onResult(itemResult(item));
      },
    });
    signal.removeEventListener("abort", endRequests);
    await results.end();
    const counts = await queue.counts(batch);
    return { counts, credits: counts.cost, ...(stopped && { stopped }) };
  } catch (error) {
    const stopped = stopFor(error);
    if (stopped.reason === "error") throw error;
    const counts = await queue.counts(batch).catch(() => NOT_KNOWN);
    return { counts, credits: counts.cost, stopped };
  } finally {
    requests.abort();
    files.close();
    if (!options.queue) await queue.close();
  }
}

async function openState({ outputDirectory, queue, state }: BatchOptions): Promise<WorkQueue> {
  await mkdir(ownFolder(outputDirectory), { recursive: true });
  return queue ?? openEmbeddedQueue({ path: state ?? defaultStatePath(outputDirectory) });
}

/** What a run would do: the items that it would add, with the names of their results. Stores nothing. */
export async function planBatch(options: BatchOptions): Promise<{ input: string; output: string }[]> {
  const steps = planSteps(options);
  const batch = batchId(steps, options.outputDirectory);
  const queue = await openEmbeddedQueue({ path: ":memory:" });
  const files = openFiles();
  try {
    await planItems({ queue, batch, steps, files, inputs: options.inputs, now: Date.now });
    const items: { input: string; output: string }[] = [];
    for await (const { data } of readItems(queue, batch))
      items.push({ input: shownInput(data.input), output: data.output });
    return items;
  } finally {
    files.close();
    await queue.close();
  }
}

/** For those who look at the state later: what the batch is. */
async function describeBatch(
  queue: WorkQueue,
  batch: string,
  steps: readonly PlannedStep[],
  { outputDirectory, overwrite = false, maxCredits }: BatchOptions,
): Promise<void> {
  const known = (await queue.note(`${BATCH_NOTE}${batch}`)) as { since?: number } | undefined;
  await queue.setNote(`${BATCH_NOTE}${batch}`, {
    since: known?.since ?? Date.now(),
    outputDirectory,
    overwrite,
    ...(maxCredits !== undefined && { maxCredits }),
    steps: steps.map(({ api, kindName, fields, extension, account }) => ({
      provider: api.provider,
      kind: kindName,
      fields,
      extension,
      account,
    })),
  });
}

/** Results as they come. The run goes no further than its reader; leaving the loop ends the run. */
async function* iterate(
  run: (onResult: (result: ItemResult) => Promise<void>, left: AbortSignal) => Promise<BatchSummary>,
): AsyncGenerator<ItemResult, void, undefined> {
  const waiting: ItemResult[] = [];
  let wakeReader = (): void => undefined;
  let wakeWriter = (): void => undefined;
  let isEnded = false;
  const left = new AbortController();
  const running = run(async (result) => {
    waiting.push(result);
    wakeReader();
    while (waiting.length >= MOST_WAITING_RESULTS && !left.signal.aborted)
      await new Promise<void>((resolve) => (wakeWriter = resolve));
  }, left.signal);
  const ended = running.then(
    () => undefined,
    (error: unknown) => ({ error }),
  );
  void ended.then(() => {
    isEnded = true;
    wakeReader();
  });
  try {
    for (;;) {
      const next = waiting.shift();
      wakeWriter();
      if (next) yield next;
      else if (isEnded) break;
      else await new Promise<void>((resolve) => (wakeReader = resolve));
    }
    const failure = await ended;
    if (failure) throw failure.error;
  } finally {
    left.abort();
    wakeWriter();
    await ended;
  }
}
