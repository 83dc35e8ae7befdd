export type {
  Batch,
  BatchHooks,
  BatchInput,
  BatchLimits,
  BatchOptions,
  BatchProgress,
  BatchStep,
  BatchStop,
  BatchSummary,
} from "./batch-options.js";
export { createBatch, defaultStatePath } from "./create-batch.js";
export type { ItemError, ItemPhase } from "./item.js";
export type { ItemResult } from "./results/item-result.js";
