import type { WorkQueue } from "@docjobs/work-queue";
import type { BatchLimits, BatchOptions } from "../batch-options.js";
import type { PlannedStep } from "../plan/batch-steps.js";
import { readItems } from "../results/results-file.js";
import { createCreditBudget, creditsOf } from "./credit-budget.js";
import { type RunContext, stepOf } from "./run-context.js";
import { concurrencyOf, openStep } from "./step-runtime.js";
import { systemClock } from "./system-clock.js";

const DEFAULT_LIMITS: BatchLimits = {
  reconcileAfterMs: 10_000,
  outageMs: 600_000,
  outagePauseMs: 2000,
  graceMs: 5000,
};

/** Opens a client for every step, and counts what the items have cost so far. */
export async function createContext(
  options: BatchOptions,
  { queue, batch, steps }: { queue: WorkQueue; batch: string; steps: readonly PlannedStep[] },
  signal: AbortSignal,
): Promise<RunContext> {
  const { clientOptions = {}, then = [], hooks = {} } = options;
  const { clock = systemClock, random = Math.random } = clientOptions;
  const note = (text: string): void => hooks.onNote?.(text);
  const budget = createCreditBudget(options.maxCredits);
  for await (const { id, data } of readItems(queue, batch)) budget.count(id, creditsOf(data));
  const onPause = (ms: number): void =>
    note(`The API asks for a pause of ${Math.ceil(ms / 1000)} s; all requests wait.`);
  const given = [options, ...then];
  const runtime = { queue, clock, concurrency: concurrencyOf(options), onPause };
  const onTheirWay = new Map<string, number>();
  const context: RunContext = {
    queue,
    batch,
    steps: steps.map((step, index) => openStep(step, given[index] ?? options, runtime)),
    options,
    limits: { ...DEFAULT_LIMITS, ...options.limits },
    clock,
    random,
    signal,
    budget,
    uploads: new Map(),
    note,
    submitting: (lane) => onTheirWay.get(lane) ?? 0,
    async whileSubmitting(claim, step) {
      const { lane } = stepOf(context, claim);
      onTheirWay.set(lane, (onTheirWay.get(lane) ?? 0) + 1);
      try {
        await step();
      } finally {
        onTheirWay.set(lane, (onTheirWay.get(lane) ?? 1) - 1);
      }
    },
  };
  return context;
}
