import { callApi } from "./call-api.js";
import type { CallOptions } from "./call-options.js";
import type { Connection } from "./connection.js";
import { JobExpiredError, JobNotCancelableError, JobNotDeletableError, JobNotFoundError } from "./errors.js";
import { followEvents } from "./follow-events.js";
import { identify } from "./identify.js";
import type { JobHandle } from "./job-handle.js";
import { checkJobId } from "./job-id.js";
import type { JobSnapshot } from "./job-snapshot.js";
import { writeToken } from "./job-token.js";
import { JobsError } from "./jobs-error.js";
import { known } from "./place.js";
import { createPollLoop, type PollRequest } from "./poll-loop.js";
import { readRetryAfter } from "./retry-after.js";
import { type JobIdentity, readSnapshot } from "./read-snapshot.js";
import { withRetries } from "./retry.js";
import { pause } from "./timer.js";
import { waitForResult } from "./wait-for-result.js";

/** How a handle came about. */
export interface HandleOrigin {
  kind: string;
  id: string;
  /** When the job was submitted, or first met: wall clock, milliseconds since the epoch. */
  since: number;
  /** Submitted a moment ago: the API may not find it yet. */
  isNew?: boolean;
  /** An answer that has just shown the job. */
  answer?: { body: unknown; headers: Headers };
}

const GRACE_LOOKS = 2;

export function createJobHandle(connection: Connection, origin: HandleOrigin): JobHandle {
  const { api, clock } = connection;
  const { poll } = api.job;
  const { kind, since } = origin;
  const id = checkJobId(origin.id);
  const job: JobIdentity = {
    provider: api.provider,
    kind,
    id,
    token: writeToken(api.provider, { kind, id, since }),
  };
  const now = clock.monotonic();
  let graceLooks = origin.isNew ? GRACE_LOOKS : 0;
  let latest = origin.answer && readSnapshot(connection, job, origin.answer, snapshot);

  const follow = createPollLoop({
    connection,
    since: now - Math.max(clock.now() - since, 0),
    firstPollAt: now + ((origin.isNew && !poll.wait) || origin.answer ? poll.minMs : 0),
    read: async (request) => {
      const headers = await look(request);
      const retryAt = readRetryAfter(headers, clock.now());
      return {
        snapshot: latest as JobSnapshot,
        notBefore: retryAt === undefined ? 0 : clock.monotonic() + retryAt - clock.now(),
      };
    },
  });

  /** One look at the job: retried, with patience for an API that does not find a new job at once. */
  async function look({
    signal,
    deadline,
    waitSeconds = 0,
  }: CallOptions & Partial<Omit<PollRequest, "signal">>): Promise<Headers> {
    const { wait } = poll;
    const parameters = {
      [api.job.get.parameter]: id,
      ...(wait && waitSeconds > 0 && { [wait.parameter]: `${waitSeconds}` }),
    };
    const attempt = async (): Promise<Headers> => {
      await connection.statusTurn(signal);
      const answer = await callApi(connection, api.job.get, {
        parameters,
        purpose: "get",
        signal,
        heldMs: waitSeconds * 1000,
      });
      latest = readSnapshot(connection, job, answer, snapshot);
      return answer.headers;
    };
    for (;;) {
      try {
        return await withRetries(
          connection,
          { signal, ...(deadline !== undefined && { deadline }) },
          attempt,
        );
      } catch (error) {
        if (!JobNotFoundError.isInstance(error) || graceLooks-- <= 0) throw identify(lateError(error), job);
        await pause(clock, poll.minMs, signal);
      }
    }
  }

  /** A job that is hidden once its time is over has expired rather than never been. */
  function lateError(error: unknown): unknown {
    const expires = Date.parse(latest?.times.expires ?? "");
    if (!JobNotFoundError.isInstance(error) || !(expires < clock.now())) return error;
    return new JobExpiredError(`${id} expired at ${latest?.times.expires}.`, { cause: error });
  }

  async function snapshot({ signal }: CallOptions = {}): Promise<JobSnapshot> {
    await look({ signal });
    return latest as JobSnapshot;
  }

  async function act(name: "cancel" | "delete", signal: AbortSignal | undefined): Promise<void> {
    const action = api[name];
    if (!action) return;
    let repeated = false;
    const attempt = async (): Promise<unknown> => {
      const call = { parameters: { [action.parameter]: id }, purpose: name, signal, ignoreBody: true };
      return callApi(connection, action, call).catch((error: unknown) => {
        repeated ||= JobsError.isInstance(error) && error.retryable;
        throw error;
      });
    };
    try {
      await withRetries(connection, { signal }, attempt);
    } catch (error) {
      // The answer to the first attempt was lost, and the second finds that it was obeyed.
      if (name === "delete" && repeated && JobNotFoundError.isInstance(error)) return;
      const Refused = name === "cancel" ? JobNotCancelableError : JobNotDeletableError;
      if (!Refused.isInstance(error)) throw identify(error, job);
      const { status, providerCode, requestId } = error;
      const { state } = await snapshot({ signal });
      if (name === "cancel" && state === "canceled") return;
      const message = `${api.title} does not ${name} ${id}: it is ${state}.`;
      const hint = `${api.title} can ${name} a job that is ${action.from.join(" or ")}.`;
      throw identify(
        new Refused(message, { hint, state, ...known({ status, providerCode, requestId }) }),
        job,
      );
    }
  }

  const source = { connection, job, follow, latest: () => latest };
  return {
    ...job,
    get latest() {
      return latest;
    },
    snapshot,
    events: ({ signal } = {}) => followEvents(source, signal),
    wait: (options = {}) => waitForResult(source, options),
    ...(api.cancel && { cancel: ({ signal } = {}) => act("cancel", signal) }),
    ...(api.delete && { delete: ({ signal } = {}) => act("delete", signal) }),
  } satisfies JobHandle as JobHandle;
}
