import { callApi } from "./call-api.js";
import type { CallOptions } from "./call-options.js";
import type { Connection } from "./connection.js";
import { JobExpiredError, JobNotFoundError } from "./errors.js";
import { identify } from "./identify.js";
import type { JobSnapshot } from "./job-snapshot.js";
import { type JobIdentity, readSnapshot } from "./read-snapshot.js";
import { withRetries } from "./retry.js";
import { pause } from "./timer.js";

/** A job as one handle sees it. */
export interface JobView {
  readonly connection: Connection;
  readonly job: JobIdentity;
  /** The newest snapshot. */
  latest?: JobSnapshot;
  /** How many more looks may find nothing: an API may not show a new job at once. */
  graceLooks: number;
}

export interface LookOptions extends CallOptions {
  /** Monotonic time by which the request must have been sent. */
  deadline?: number;
  /** Seconds that the server may hold its answer back. */
  waitSeconds?: number;
}

/** Looks at the job once, with retries, and keeps what it sees. Gives the answer's headers too. */
export async function lookAtJob(
  view: JobView,
  { signal, deadline, waitSeconds = 0 }: LookOptions,
): Promise<{ snapshot: JobSnapshot; headers: Headers }> {
  const { connection, job } = view;
  const { get, poll } = connection.api.job;
  const wait = poll.wait && waitSeconds > 0 && { [poll.wait.parameter]: String(waitSeconds) };
  const call = {
    parameters: { [get.parameter]: job.id, ...wait },
    purpose: "get",
    heldMs: waitSeconds * 1000,
  } as const;
  const retries = { signal, ...(deadline !== undefined && { deadline }) };
  for (;;) {
    try {
      return await withRetries(connection, retries, async () => {
        await connection.statusTurn(signal);
        const answer = await callApi(connection, get, { ...call, signal });
        const snapshot = readSnapshot(connection, job, answer, (options) => refreshJob(view, options));
        view.latest = snapshot;
        return { snapshot, headers: answer.headers };
      });
    } catch (error) {
      if (!JobNotFoundError.isInstance(error) || view.graceLooks-- <= 0)
        throw identify(lateError(view, error), job);
      await pause(connection.clock, poll.minMs, signal);
    }
  }
}

/** The job as it is now. */
export async function refreshJob(view: JobView, { signal }: CallOptions = {}): Promise<JobSnapshot> {
  return (await lookAtJob(view, { signal })).snapshot;
}

/** A job that is hidden once its time is over has expired rather than never been. */
function lateError({ connection, job, latest }: JobView, error: unknown): unknown {
  const expires = latest?.times.expires;
  const isLate = Date.parse(expires ?? "") < connection.clock.now();
  if (!isLate || !JobNotFoundError.isInstance(error)) return error;
  return new JobExpiredError(`${job.id} expired at ${expires}.`, { cause: error });
}
