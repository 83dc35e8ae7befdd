import { type Clock, ConfigurationError, systemClock } from "@docjobs/jobs-core";
import type { WorkQueue } from "@docjobs/work-queue";
import type { BatchInput } from "../batch-input.js";
import type { BatchLimits, BatchStep } from "../batch-options.js";
import type { DocumentReader } from "../files/files.js";
import { openFiles } from "../files/open-files.js";
import { planSteps } from "../plan/batch-steps.js";
import { createContext } from "../run/create-context.js";
import { guardQueue } from "../run/guard-queue.js";
import { checkBudget } from "../run/reserve-cost.js";
import { runItems } from "../run/run-items.js";
import { type KnownBatch, type KnownStep, listBatches } from "../state/batch-state.js";

export interface WorkerOptions {
  /** Shared with the processes that plan batches, and with other workers. The caller closes it. */
  queue: WorkQueue;
  /** The API, the server and the key of a step; undefined for one that this worker cannot do. */
  stepFor: (step: KnownStep) => Promise<BatchStep | undefined>;
  /** Looks at an input before anything of it is sent; what it throws fails the item. */
  check?: ((step: KnownStep, input: BatchInput, document?: DocumentReader) => Promise<void>) | undefined;
  /** Jobs of each batch at the API at a time, of all workers together. Default 8. */
  concurrency?: number | undefined;
  /** Ends the worker: what is under way may end. */
  signal: AbortSignal;
  /** Ends the worker when no batch has anything left that it can do. Default false. */
  untilDone?: boolean | undefined;
  onNote?: ((note: string) => void) | undefined;
  limits?: Partial<BatchLimits> | undefined;
  clock?: Clock | undefined;
}

const LOOK_EVERY_MS = 2000;
const GRACE_MS = 5000;
/** A full disk or an API that is down is seldom mended sooner. */
const PAUSE_MS = 60_000;
/** A database that is started anew is soon there again. */
const DATABASE_PAUSE_MS = 5000;

/** What is to become of a batch that is not finished. */
type Verdict = "again" | "soon" | "later" | "leave";

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
  // A budget that is used up ends a batch until it is another one.
  const left = new Map<string, { maxCredits: number | undefined }>();
  const pausedUntil = new Map<string, number>();
  const isLeft = ({ id, maxCredits }: KnownBatch): boolean =>
    left.has(id) && left.get(id)?.maxCredits === maxCredits;
  while (!signal.aborted) {
    const batches = await listBatches(queue).catch((error: unknown) => {
      onNote(
        `The batches cannot be read (${String(error)}); the next try is in ${DATABASE_PAUSE_MS / 1000} s.`,
      );
      return undefined;
    });
    if (!batches) {
      await clock.sleep(DATABASE_PAUSE_MS, signal).catch(() => undefined);
      continue;
    }
    const unfinished = batches.filter(
      (batch) => batch.counts.states.ready + batch.counts.states.active > 0 && !isLeft(batch),
    );
    for (const batch of unfinished) {
      if (running.has(batch.id) || (pausedUntil.get(batch.id) ?? 0) > clock.monotonic()) continue;
      const work = workOn(options, batch, requests.signal)
        .catch((error: unknown): Verdict => {
          onNote(`${batch.id}: ${String(error)}`);
          return ConfigurationError.isInstance(error) ? "leave" : "later";
        })
        .then((verdict) => {
          if (verdict === "leave") left.set(batch.id, { maxCredits: batch.maxCredits });
          const pauseMs = { again: 0, soon: DATABASE_PAUSE_MS, later: PAUSE_MS, leave: 0 }[verdict];
          pausedUntil.set(batch.id, clock.monotonic() + pauseMs);
        })
        .finally(() => running.delete(batch.id));
      running.set(batch.id, work);
    }
    if (options.untilDone && unfinished.length === 0) break;
    await clock.sleep(LOOK_EVERY_MS, signal).catch(() => undefined);
  }
  await Promise.all(running.values());
  requests.abort();
}

/** Leaves what others may do: it has no key, does not know the API, or the batch's budget is used up. */
async function workOn(options: WorkerOptions, batch: KnownBatch, requests: AbortSignal): Promise<Verdict> {
  const { queue, stepFor, check, signal, onNote } = options;
  const steps: BatchStep[] = [];
  for (const step of batch.steps) {
    const opened = await stepFor(step);
    if (!opened) return "leave";
    const { kind, fields, extension, account } = step;
    steps.push({ ...opened, kind, fields, extension, account });
  }
  const [first, ...then] = steps;
  const [firstStep] = batch.steps;
  if (!first || !firstStep) return "leave";
  const batchOptions = {
    ...first,
    then,
    inputs: [],
    outputDirectory: batch.outputDirectory,
    overwrite: batch.overwrite,
    limits: options.limits,
    ...(batch.maxCredits !== undefined && { maxCredits: batch.maxCredits }),
    ...(options.concurrency !== undefined && { concurrency: options.concurrency }),
    ...(onNote && { hooks: { onNote } }),
    ...(check && {
      check: (input: BatchInput, document?: DocumentReader) => check(firstStep, input, document),
    }),
  };
  const planned = planSteps(batchOptions);
  if (batch.maxCredits !== undefined) checkBudget(batchOptions, planned);
  const files = openFiles();
  const parts = { queue: guardQueue(queue), batch: batch.id, steps: planned, files };
  const context = createContext(batchOptions, parts, requests);
  const stopped = await runItems({ context, signal, onProgress: () => undefined }).finally(() =>
    files.close(),
  );
  if (!stopped || stopped.reason === "aborted") return "again";
  const { reason, error } = stopped;
  onNote?.(`${batch.id} stopped: ${reason}${error === undefined ? "" : ` (${String(error)})`}`);
  if (reason === "state") return "soon";
  return reason === "refused" || reason === "credits" ? "leave" : "later";
}
