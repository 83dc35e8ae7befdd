import type { Connection } from "./connection.js";
import { JobsError } from "../errors/jobs-error.js";
import { pause } from "./timer.js";

export interface RetryOptions {
  signal?: AbortSignal | undefined;
  /** Monotonic time by which the last attempt must start. Without one, no pause may be longer than `limits.totalMs`. */
  deadline?: number | undefined;
  /** Says no to an error that would otherwise be retried. */
  allows?: (error: JobsError) => boolean;
}

const MOST_RETRIES = 4;
const FIRST_BACKOFF_MS = 500;
const LONGEST_BACKOFF_MS = 8000;
const RETRY_BUDGET = 10;
const BUDGET_PER_SUCCESS = 0.2;

/**
 * Repeats what failed with a retryable JobsError: full jitter, never before `retryAt` (where that is past the deadline it
 * fails at once), a few times, and only while the client's retry budget lasts, so that an outage is not made worse. A budget
 * that is used up tells of an outage rather than of this call: what has a deadline goes on at the slowest pace until then,
 * so that connections that break together end none of the waits that shared them. All else ends.
 */
export async function withRetries<T>(
  connection: Connection,
  { signal, deadline, allows = () => true }: RetryOptions,
  attempt: () => Promise<T>,
): Promise<T> {
  const { clock, limits, retries } = connection;
  for (let count = 0; ;) {
    try {
      const value = await attempt();
      retries.left = Math.min(RETRY_BUDGET, retries.left + BUDGET_PER_SUCCESS);
      return value;
    } catch (error) {
      if (!JobsError.isInstance(error) || !error.retryable || !allows(error)) throw error;
      const isSpent = retries.left < 1;
      const longestMs = deadline === undefined ? limits.totalMs : deadline - clock.monotonic();
      const askedMs = Math.max((error.retryAt ?? 0) - clock.now(), 0);
      if (askedMs >= longestMs || (isSpent ? deadline === undefined : count === MOST_RETRIES)) throw error;
      const ownMs = backoffMs(connection, isSpent ? MOST_RETRIES : count++);
      if (!isSpent) retries.left--;
      await pause(clock, Math.max(Math.min(ownMs, longestMs), askedMs), signal);
    }
  }
}

/** Exponential, with full jitter. */
export function backoffMs({ random }: Connection, count: number): number {
  return random() * Math.min(LONGEST_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** count);
}
