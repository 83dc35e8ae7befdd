import { ConfigurationError, JobCanceledError, JobExpiredError, WaitTimeoutError } from "./errors.js";
import { failedJobError } from "./failed-job-error.js";
import { createChangeFilter, type FollowSource, hasEnded } from "./follow-events.js";
import { identify } from "./identify.js";
import type { WaitOptions } from "./job-handle.js";
import type { JobSnapshot, SucceededJob } from "./job-snapshot.js";
import type { JobsError } from "./jobs-error.js";
import { startTimer, whenAborted } from "./timer.js";

const DEFAULT_TIMEOUT_MS = 600_000;
/** What the poll that starts at the deadline may still take. */
const LAST_POLL_MS = 2000;

/** Resolves with the succeeded job, or throws what it became, at the latest shortly after the deadline. */
export function waitForResult(source: FollowSource, options: WaitOptions): Promise<SucceededJob> {
  const { connection, job, follow, latest } = source;
  const { timeoutMs = DEFAULT_TIMEOUT_MS, signal, onEvent } = options;
  const { clock } = connection;
  return new Promise((resolve, reject) => {
    if (!(timeoutMs >= 0)) throw new ConfigurationError("timeoutMs must be a number that is not negative.");
    const deadline = clock.monotonic() + timeoutMs;
    const isChange = createChangeFilter();
    const cleanups: (() => void)[] = [];
    const settle = (act: () => void): void => {
      for (const cleanup of cleanups.splice(0)) cleanup();
      act();
    };
    const fail = (error: unknown): void => settle(() => reject(identify(error, job)));
    const timeOut = (): void => {
      const status = latest()?.status;
      const last = status === undefined ? "" : ` Its last status was ${JSON.stringify(status)}.`;
      fail(
        new WaitTimeoutError(`${job.id} has not ended within ${timeoutMs / 1000} s.${last}`, {
          retryable: true,
        }),
      );
    };
    const tell = (snapshot: JobSnapshot): void => {
      if (isChange(snapshot)) onEvent?.(snapshot);
    };
    const see = (snapshot: JobSnapshot): void => {
      try {
        tell(snapshot);
      } catch (error) {
        return settle(() => reject(error));
      }
      if (snapshot.state === "succeeded") settle(() => resolve(snapshot));
      else if (hasEnded(snapshot)) fail(endError(snapshot));
      else if (clock.monotonic() >= deadline) timeOut();
    };
    const start = latest();
    if (start && hasEnded(start)) return see(start);
    if (start) tell(start);
    cleanups.push(whenAborted(signal, fail));
    if (signal?.aborted) return;
    cleanups.push(
      follow({ deadline, onSnapshot: see, onError: fail }),
      startTimer(clock, timeoutMs + LAST_POLL_MS, timeOut),
    );
  });
}

function endError(snapshot: JobSnapshot): JobsError {
  const { id } = snapshot;
  if (snapshot.state === "canceled") return new JobCanceledError(`${id} was canceled.`);
  if (snapshot.state === "failed") return failedJobError(snapshot);
  return new JobExpiredError(`The result of ${id} has expired.`);
}
