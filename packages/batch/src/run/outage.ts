import { JobsError } from "@docjobs/jobs-core";

export interface OutageLimits {
  outageMs: number;
  outagePauseMs: number;
  /** Items of the batch. */
  items: number;
}

/** Knows whether the service is there, from how requests end. */
export interface Outage {
  succeeded(): void;
  failed(error: unknown): void;
  /** Monotonic time before which nothing is tried. */
  readonly pausedUntil: number;
  /** Tries that may go on at the same time; one while nobody knows whether the service is back. */
  readonly mostAtOnce: number;
  /** Why to give up; undefined while there is hope. */
  readonly verdict: { error: unknown } | undefined;
}

const LONGEST_PAUSE_MS = 60_000;
/** Before the first success: a wrong base URL fails a few requests and not hundreds. */
const FIRST_AT_ONCE = 4;
const FEWEST_FAILURES = 3;
/** Failures in a row before the others wait. */
const FAILURES_BEFORE_PAUSE = 3;

/** Failures of the service, as against those of an item. */
export function isServiceFailure(error: unknown): boolean {
  return JobsError.isInstance(error) && ["service_unavailable", "bad_response"].includes(error.code);
}

/**
 * A retry budget for the whole run: failures in a row make pauses that double, with one try at a time, and end the run
 * when there are 1.2 for each item, or when the outage lasts too long.
 */
export function createOutage(limits: OutageLimits, monotonic: () => number): Outage {
  let failures = 0;
  let since = 0;
  let last: unknown;
  let hasSucceeded = false;
  let pausedUntil = 0;
  const most = Math.max(FEWEST_FAILURES, Math.ceil(limits.items * 1.2));
  return {
    succeeded() {
      failures = 0;
      pausedUntil = 0;
      hasSucceeded = true;
    },
    failed(error) {
      const now = monotonic();
      if (failures === 0) since = now;
      failures++;
      last = error;
      if (failures < FAILURES_BEFORE_PAUSE || now < pausedUntil) return;
      const doubled = limits.outagePauseMs * 2 ** Math.min(failures - FAILURES_BEFORE_PAUSE, 16);
      pausedUntil = now + Math.min(doubled, LONGEST_PAUSE_MS);
    },
    get pausedUntil() {
      return pausedUntil;
    },
    get mostAtOnce() {
      if (failures >= FAILURES_BEFORE_PAUSE) return 1;
      return hasSucceeded ? Infinity : FIRST_AT_ONCE;
    },
    get verdict() {
      const isOver =
        failures >= most || (failures >= FEWEST_FAILURES && monotonic() - since >= limits.outageMs);
      return isOver ? { error: last } : undefined;
    },
  };
}
