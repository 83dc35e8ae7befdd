import { type ApiCall, callApi } from "./call-api.js";
import type { CallOptions } from "./call-options.js";
import type { Connection } from "./connection.js";
import { JobExpiredError, JobNotFoundError } from "./errors.js";
import { feature } from "./feature.js";
import type { JobApi, JobOperation } from "./job-api.js";
import { identify } from "./identify.js";
import type { JobSnapshot } from "./job-snapshot.js";
import { jobPath } from "./job-id.js";
import { readNumber } from "./place.js";
import { type JobIdentity, readSnapshot, type Seen } from "./read-snapshot.js";
import { withRetries } from "./retry.js";
import { pause } from "./timer.js";

/** A job as one handle sees it. */
export interface JobView {
  readonly connection: Connection;
  readonly job: JobIdentity;
  /** The newest snapshot. */
  latest?: JobSnapshot;
  /** The answer that the newest snapshot was read from. */
  answer?: Seen["answer"];
  /** How many more looks may find nothing: an API may not show a new job at once. */
  graceLooks: number;
}

export interface LookOptions extends CallOptions {
  /** Monotonic time by which the request must have been sent. */
  deadline?: number;
  /** Seconds that the server may hold its answer back. */
  waitSeconds?: number;
}

/** Looks at the job once, with retries, and keeps what it sees. Gives the answer too. */
export async function lookAtJob(
  view: JobView,
  { signal, deadline, waitSeconds = 0 }: LookOptions,
): Promise<Seen> {
  const { connection, job } = view;
  const { poll } = connection.api.job;
  const { operation, call } = getCall(connection.api, job.id, waitSeconds);
  const retries = { signal, ...(deadline !== undefined && { deadline }) };
  for (;;) {
    try {
      return await withRetries(connection, retries, async () => {
        await connection.statusTurn(signal);
        const answer = await callApi(connection, operation, { ...call, signal });
        const seen = readSnapshot(connection, job, answer, (options) => lookAtJob(view, options));
        const place = connection.api.kinds[job.kind]?.result;
        const from = seen.state === "succeeded" && place?.type === "inline" ? place.from : undefined;
        const snapshot = from
          ? await feature(connection.api, "readData")(connection, seen, answer, signal)
          : seen;
        Object.assign(view, { latest: snapshot, answer });
        return { snapshot, answer };
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

/** The request that looks at a job; asks the server to hold its answer back for some seconds, if it can. */
export function getCall(
  api: JobApi,
  id: string,
  waitSeconds = 0,
): { operation: JobOperation; call: ApiCall } {
  const { get, poll, status } = api.job;
  const wait = waitSeconds > 0 ? poll.wait : undefined;
  const operation = wait?.operation ?? get;
  const { parameter, header } = wait ?? {};
  const statuses = status.at === "$statusCode" ? Object.keys(status.states).map(Number) : undefined;
  return {
    operation,
    call: {
      parameters: {
        ...jobPath(api, operation, id),
        ...(parameter !== undefined && { [parameter]: String(waitSeconds) }),
      },
      ...(header && { headers: { [header.name]: header.value.replace("{seconds}", String(waitSeconds)) } }),
      purpose: "get",
      heldMs: waitSeconds * 1000,
      mayBeEmpty: status.at.startsWith("$"),
      accepts: statuses,
    },
  };
}

/** When the answer says that the next look makes sense, in seconds from now. */
export function secondsToNext(api: JobApi, { body, headers }: Seen["answer"]): number | undefined {
  return readNumber(api.job.poll.after, body, { headers });
}
