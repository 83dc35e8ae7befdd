import type { ItemData } from "../item.js";

/** What an item counts for in the batch's budget, by its row: only jobs at the API cost anything. */
export function costOf({ counted = 0, estimate = 0, times }: ItemData): number {
  return times.submitted === undefined ? counted : counted + estimate;
}
