import { type Answer, callApi } from "../http/call-api.js";
import type { CallOptions } from "../http/call-options.js";
import type { Connection } from "../http/connection.js";
import { JobExpiredError, JobNotFoundError } from "../errors/errors.js";
import { feature } from "../feature.js";
import type { HeldCall } from "./hold-answer.js";
import { identify } from "../errors/identify.js";
import { jobCall } from "../job/job-id.js";
import type { JobIdentity } from "../job/job-identity.js";
import type { JobSnapshot } from "../job/job-snapshot.js";
import { hasEnded, readSnapshot, type Seen } from "./read-snapshot.js";
import { jobMeaning } from "../errors/response-error.js";
import { withRetries } from "../http/retry.js";
import { pause } from "../http/timer.js";

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

/** Looks at the job once, with retries, and keeps what it sees. Gives the answer too. */
export async function lookAtJob(view: JobView, options: LookOptions): Promise<Seen> {
  const { connection, job } = view;
  const { api, clock } = connection;
  const place = api.kinds[job.kind]?.result;
  const isElsewhere = place?.type === "inline" && place.from;
  for (;;) {
    try {
      return await withRetries(connection, options, async () => {
        const answer = await getJob(connection, job.id, options);
        let snapshot = readSnapshot(connection, job, answer, (again) => lookAtJob(view, again));
        if (isElsewhere && snapshot.state === "succeeded")
          snapshot = await feature(api, "readData")(connection, snapshot, answer, options.signal);
        view.latest = snapshot;
        if (hasEnded(snapshot.state)) connection.places?.free(job.id);
        return { snapshot, answer };
      });
    } catch (error) {
      if (!JobNotFoundError.isInstance(error)) throw identify(error, job);
      const expires = view.latest?.times.expires;
      // A job that is hidden once its time is over has expired rather than never been.
      if (Date.parse(expires ?? "") < clock.now())
        throw identify(new JobExpiredError(`${job.id} expired at ${expires}.`, { cause: error }), job);
      if (view.graceLooks-- <= 0) throw identify(error, job);
      await pause(clock, api.job.poll.minMs, options.signal);
    }
  }
}

/** The job as it is now. */
export async function refreshJob(view: JobView, { signal }: CallOptions = {}): Promise<JobSnapshot> {
  return (await lookAtJob(view, { signal })).snapshot;
}

/** One request for the job; asks the server to hold its answer back for some seconds, if it can. */
export async function getJob(
  connection: Connection,
  id: string,
  { signal, waitSeconds = 0 }: LookOptions,
): Promise<Answer> {
  const { api } = connection;
  await connection.turns?.statusTurn(id, signal);
  return connection.looks(signal, (hasRoom) => {
    const { get, poll, status } = api.job;
    // Where others wait for their turn, no answer is held back.
    const wait = waitSeconds > 0 && hasRoom ? poll.wait : undefined;
    const { operation = get, ...held }: Partial<HeldCall> = wait
      ? feature(api, "holdAnswer")(wait, waitSeconds)
      : {};
    const call = jobCall(api, operation, id);
    return callApi(connection, operation, {
      ...held,
      ...call,
      parameters: { ...call.parameters, ...held.parameters },
      headers: { ...call.headers, ...held.headers },
      meaning: jobMeaning(api),
      mayBeEmpty: status.at.startsWith("$"),
      accepts: status.at === "$statusCode" ? Object.keys(status.states).map(Number) : undefined,
      signal,
    });
  });
}
