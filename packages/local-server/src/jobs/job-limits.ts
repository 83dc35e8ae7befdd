import { availableParallelism } from "node:os";

/** The longest that a job may take. */
export const jobTimeLimitMs: number = 30 * 60_000;

/** How long a job stays with a process of which nothing is heard, before another one takes it. */
export const jobLeaseMs: number = 20_000;

/** Jobs at a time in one process. */
export function defaultConcurrency(): number {
  return Math.max(1, Math.min(availableParallelism(), 6));
}
