import type { Clock } from "@docjobs/jobs-core";
import type { WorkQueue } from "@docjobs/work-queue";
import type { BatchInput, BatchLimits, BatchStep } from "../batch-options.js";
import { planSteps } from "../plan/batch-steps.js";
import { createContext } from "../run/create-context.js";
import { runItems } from "../run/run-items.js";
import { systemClock } from "../run/system-clock.js";
import { type KnownBatch, type KnownStep, listBatches } from "../state/batch-state.js";

export interface WorkerOptions {
  /** Shared with the processes that plan batches, and with other workers. The caller closes it. */
  queue: WorkQueue;
  /** The API, the server and the key of a step; undefined for one that this worker cannot do. */
  stepFor: (step: KnownStep) => Promise<BatchStep | undefined>;
  /** Looks at an input before anything of it is sent; what it throws fails the item. */
  check?: ((step: KnownStep, input: BatchInput) => Promise<void>) | undefined;
  /** Jobs at the API at a time, of all workers together. Default 8. */
  concurrency?: number | undefined;
  /** Ends the worker: what is under way may end. */
  signal: AbortSignal;
  /** Ends the worker when no batch has anything left. Default false. */
  untilDone?: boolean | undefined;
  onNote?: ((note: string) => void) | undefined;
  limits?: Partial<BatchLimits> | undefined;
  clock?: Clock | undefined;
}

const LOOK_EVERY_MS = 2000;
const GRACE_MS = 5000;

/**
 * Works on every batch of a shared queue, beside any number of other workers on any machines, until the signal. It is safe to
 * kill: others take over what it had, and what it had submitted is not submitted again.
 */
export async function runWorker(options: WorkerOptions): Promise<void> {
  const { queue, signal, clock = systemClock, onNote = () => undefined } = options;
  const running = new Map<string, Promise<void>>();
  const requests = new AbortController();
  const endRequests = (): void => {
    const graceMs = options.limits?.graceMs ?? GRACE_MS;
    clock.sleep(graceMs, requests.signal).then(
      () => requests.abort(signal.reason),
      () => undefined,
    );
  };
  signal.addEventListener("abort", endRequests, { once: true });
  const refused = new Set<string>();
  while (!signal.aborted) {
    const batches = await listBatches(queue);
    const unfinished = batches.filter(({ counts }) => counts.states.ready + counts.states.active > 0);
    for (const batch of unfinished) {
      if (running.has(batch.id) || refused.has(batch.id)) continue;
      const work = workOn(options, batch, requests.signal)
        .then((isPossible) => {
          if (!isPossible) refused.add(batch.id);
        })
        .catch((error: unknown) => onNote(`${batch.id}: ${String(error)}`))
        .finally(() => running.delete(batch.id));
      running.set(batch.id, work);
    }
    if (options.untilDone && unfinished.length === 0) break;
    await clock.sleep(LOOK_EVERY_MS, signal).catch(() => undefined);
  }
  await Promise.all(running.values());
  requests.abort();
}

/** False where the worker has no key, or does not know the API. */
async function workOn(options: WorkerOptions, batch: KnownBatch, requests: AbortSignal): Promise<boolean> {
  const { queue, stepFor, check, signal, onNote } = options;
  const steps: BatchStep[] = [];
  for (const step of batch.steps) {
    const opened = await stepFor(step);
    if (!opened) return false;
    const { kind, fields, extension, account } = step;
    steps.push({ ...opened, kind, fields, extension, account });
  }
  const [first, ...then] = steps;
  const [firstStep] = batch.steps;
  if (!first || !firstStep) return false;
  const batchOptions = {
    ...first,
    then,
    inputs: [],
    outputDirectory: batch.outputDirectory,
    overwrite: batch.overwrite,
    limits: options.limits,
    ...(options.concurrency !== undefined && { concurrency: options.concurrency }),
    ...(onNote && { hooks: { onNote } }),
    ...(check && { check: (input: BatchInput) => check(firstStep, input) }),
  };
  const planned = planSteps(batchOptions);
  const context = await createContext(batchOptions, { queue, batch: batch.id, steps: planned }, requests);
  const stopped = await runItems({ context, signal, onProgress: () => undefined });
  if (stopped && stopped.reason !== "aborted") {
    onNote?.(`${batch.id} stopped: ${stopped.reason} ${String(stopped.error ?? "")}`);
  }
  return stopped?.reason !== "refused";
}
