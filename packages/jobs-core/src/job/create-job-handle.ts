import type { Answer } from "../http/call-api.js";
import type { Connection } from "../http/connection.js";
import { feature } from "../feature.js";
import { followEvents } from "../follow/follow-events.js";
import type { JobHandle } from "./job-handle.js";
import { checkJobId } from "./job-id.js";
import { writeToken } from "./job-token.js";
import { type JobView, lookAtJob, refreshJob } from "../follow/look-at-job.js";
import { createPollLoop, type PollLoop } from "../follow/poll-loop.js";
import type { JobIdentity } from "./job-identity.js";
import { readNumber } from "./place.js";
import { readSnapshot } from "../follow/read-snapshot.js";
import { readRetryAfter } from "../http/retry-after.js";
import { waitForResult } from "../follow/wait-for-result.js";

/** How a handle came about. */
export interface HandleOrigin {
  kind: string;
  id: string;
  /** When the job was submitted, or first met: wall clock, milliseconds since the epoch. */
  since: number;
  /** Submitted a moment ago: the API may not find it yet. */
  isNew?: boolean;
  /** An answer that has just shown the job. */
  answer?: Answer;
}

const GRACE_LOOKS = 2;

/** A handle with what the API can do, and without what it cannot. Makes no request. */
export function createJobHandle(connection: Connection, origin: HandleOrigin): JobHandle {
  const { api } = connection;
  const { kind, since, isNew, answer } = origin;
  const id = checkJobId(origin.id);
  const token = writeToken(api.provider, { kind, id, since });
  const job: JobIdentity = { provider: api.provider, kind, id, token };
  const view: JobView = { connection, job, graceLooks: isNew ? GRACE_LOOKS : 0 };
  if (answer) {
    const latest = readSnapshot(connection, job, answer, (options) => lookAtJob(view, options));
    // A result that is elsewhere is read with the next look.
    if (!("result" in latest) || latest.result !== undefined) view.latest = latest;
  }
  const source = { connection, job, loop: createLoop(view, origin), latest: () => view.latest };
  return {
    ...job,
    get latest() {
      return view.latest;
    },
    snapshot: (options) => refreshJob(view, options),
    events: ({ signal } = {}) => followEvents(source, { signal }),
    wait: (options = {}) => waitForResult(source, options),
    ...(api.cancel && { cancel: ({ signal } = {}) => feature(api, "actOnJob")(view, "cancel", signal) }),
    ...(api.delete && { delete: ({ signal } = {}) => feature(api, "actOnJob")(view, "delete", signal) }),
  } satisfies JobHandle as JobHandle;
}

function createLoop(view: JobView, { since, isNew, answer }: HandleOrigin): PollLoop {
  const { clock, api } = view.connection;
  const { poll } = api.job;
  const now = clock.monotonic();
  // A job that was just seen, or just made, has no news yet, unless the server itself can wait for them.
  const isFresh = answer !== undefined || (isNew && !poll.wait);
  return createPollLoop({
    connection: view.connection,
    since: now - Math.max(clock.now() - since, 0),
    firstPollAt: now + (isFresh ? poll.minMs : 0),
    read: async (request) => {
      const { snapshot, answer } = await lookAtJob(view, request);
      const { body, headers = new Headers() } = answer;
      const seconds = readNumber(poll.after, body, { headers }) ?? 0;
      const retryAt = readRetryAfter(headers, clock.now()) ?? clock.now() + seconds * 1000;
      return { snapshot, notBefore: clock.monotonic() + retryAt - clock.now() };
    },
  });
}
