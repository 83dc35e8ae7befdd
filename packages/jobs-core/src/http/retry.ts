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
 * Repeats what failed with a retryable JobsError: full jitter, never before `retryAt`, never past the deadline (then it
 * fails at once), and only while the client's retry budget lasts, so that an outage is not made worse. The budget is not
 * asked for what has a deadline: connections that break together must not end the waits that shared them.
 */
export async function withRetries<T>(
  connection: Connection,
  { signal, deadline, allows = () => true }: RetryOptions,
  attempt: () => Promise<T>,
): Promise<T> {
  const { clock, limits, retries } = connection;
  for (let count = 0; ; count++) {
    try {
      const value = await attempt();
      retries.left = Math.min(RETRY_BUDGET, retries.left + BUDGET_PER_SUCCESS);
      return value;
    } catch (error) {
      if (!JobsError.isInstance(error) || !error.retryable || !allows(error)) throw error;
      const waitMs = Math.max(backoffMs(connection, count), (error.retryAt ?? 0) - clock.now());
      const longestMs = deadline === undefined ? limits.totalMs : deadline - clock.monotonic();
      if (count >= MOST_RETRIES || (retries.left < 1 && deadline === undefined) || waitMs > longestMs)
        throw error;
      retries.left = Math.max(0, retries.left - 1);
      await pause(clock, waitMs, signal);
    }
  }
}

/** Exponential, with full jitter. */
export function backoffMs({ random }: Connection, count: number): number {
  return random() * Math.min(LONGEST_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** count);
}
