import type { Clock } from "@docjobs/jobs-core";
import type { Change, Outcome, WorkQueue } from "@docjobs/work-queue";
import type { BatchLimits, BatchOptions } from "../batch-options.js";
import type { AllFiles } from "../files/open-files.js";
import type { ItemClaim, ItemData, ItemPhase } from "../item.js";
import type { StepRuntime } from "./step-runtime.js";

/** What every step of every item needs. */
export interface RunContext {
  queue: WorkQueue;
  batch: string;
  steps: readonly StepRuntime[];
  options: BatchOptions;
  /** Where inputs come from and results go. */
  files: AllFiles;
  limits: BatchLimits;
  clock: Clock;
  random: () => number;
  /** Aborted when requests have to end. */
  signal: AbortSignal;
  /** Uploads that are under way, by lane and content. */
  uploads: Map<string, Promise<unknown>>;
  note: (text: string) => void;
}

/** Somebody else has the item now: whatever this process knows of it is old. */
export class ClaimLostError extends Error {
  override readonly name = "ClaimLostError";
}

/** A change of an item, with its phase as one of the batch's own. */
export interface ItemChange extends Omit<Change, "data" | "phase"> {
  phase?: ItemPhase;
  data?: ItemData;
}

/** Takes an outcome that can only be good; throws ClaimLostError where it is not. */
export function mustBeStored(outcome: Outcome): void {
  if (outcome !== "stored") throw new ClaimLostError(outcome);
}

export function stepOf({ steps }: RunContext, { data }: ItemClaim): StepRuntime {
  const step = steps[data.step];
  if (step) return step;
  throw new Error(`The batch has no step ${data.step}: its state is from another batch.`);
}
