import { systemClock } from "@docjobs/jobs-core";
import type { WorkQueue } from "@docjobs/work-queue";
import type { BatchLimits, BatchOptions } from "../batch-options.js";
import type { AllFiles } from "../files/open-files.js";
import type { PlannedStep } from "../plan/batch-steps.js";
import type { RunContext } from "./run-context.js";
import { concurrencyOf, openStep } from "./step-runtime.js";

const DEFAULT_LIMITS: BatchLimits = {
  reconcileAfterMs: 10_000,
  outageMs: 600_000,
  outagePauseMs: 2000,
  strandedAfterMs: 30_000,
  graceMs: 5000,
};

export interface ContextParts {
  queue: WorkQueue;
  batch: string;
  steps: readonly PlannedStep[];
  files: AllFiles;
}

/** Opens a client for every step. */
export function createContext(
  options: BatchOptions,
  { queue, batch, steps, files }: ContextParts,
  signal: AbortSignal,
): RunContext {
  const { clientOptions = {}, then = [], hooks = {} } = options;
  const { clock = systemClock, random = Math.random } = clientOptions;
  const note = (text: string): void => hooks.onNote?.(text);
  const onPause = (ms: number): void =>
    note(`The API asks for a pause of ${Math.ceil(ms / 1000)} s; all requests wait.`);
  const given = [options, ...then];
  const runtime = { queue, clock, concurrency: concurrencyOf(options), onPause };
  return {
    queue,
    batch,
    steps: steps.map((step, index) => openStep(step, given[index] ?? options, runtime)),
    options,
    files,
    limits: { ...DEFAULT_LIMITS, ...options.limits },
    clock,
    random,
    signal,
    uploads: new Map(),
    note,
  };
}
