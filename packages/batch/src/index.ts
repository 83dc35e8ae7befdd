export type { BatchInput } from "./batch-input.js";
export type {
  Batch,
  BatchHooks,
  BatchLimits,
  BatchOptions,
  BatchProgress,
  BatchStep,
  BatchStop,
  BatchSummary,
} from "./batch-options.js";
export { createBatch, defaultStatePath, planBatch } from "./create-batch.js";
export type { DocumentReader } from "./files/files.js";
export { folderPlace, placeIn } from "./files/places.js";
export { expandInputs, type ExpandOptions } from "./inputs/expand-inputs.js";
export type { ItemError, ItemPhase } from "./item.js";
export type { ItemResult } from "./results/item-result.js";
export { readResults } from "./results/results-file.js";
export {
  type Canceled,
  cancelItems,
  type CancelJob,
  type KnownBatch,
  type KnownStep,
  listBatches,
  retryItems,
  type RetryOptions,
} from "./state/batch-state.js";
export { runWorker, type WorkerOptions } from "./worker/run-worker.js";
export { openEmbeddedQueue, openPostgresQueue, QueueInUseError, type WorkQueue } from "@docjobs/work-queue";
