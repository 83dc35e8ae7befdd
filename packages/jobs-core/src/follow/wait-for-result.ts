import { ConfigurationError, JobCanceledError, JobExpiredError } from "../errors/errors.js";
import { failedJobError } from "../errors/failed-job-error.js";
import { followEvents, type FollowSource } from "./follow-events.js";
import { identify } from "../errors/identify.js";
import type { WaitOptions } from "../job/job-handle.js";
import type { JobSnapshot, SucceededJob } from "../job/job-snapshot.js";

const DEFAULT_TIMEOUT_MS = 600_000;

/** Resolves with the succeeded job, or throws what it became, at the latest shortly after the deadline. */
export async function waitForResult(
  source: FollowSource,
  { timeoutMs = DEFAULT_TIMEOUT_MS, onEvent, ...options }: WaitOptions,
): Promise<SucceededJob> {
  if (!(timeoutMs >= 0)) throw new ConfigurationError("timeoutMs must be a number that is not negative.");
  let last: JobSnapshot | undefined;
  for await (const snapshot of followEvents(source, { timeoutMs, ...options })) {
    onEvent?.(snapshot);
    last = snapshot;
  }
  if (last?.state === "succeeded") return last;
  const { id } = source.job;
  throw identify(
    last?.state === "failed"
      ? failedJobError(last)
      : last?.state === "canceled"
        ? new JobCanceledError(`${id} was canceled.`)
        : new JobExpiredError(`The result of ${id} has expired.`),
    source.job,
  );
}
