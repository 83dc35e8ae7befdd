import type { Connection } from "../http/connection.js";
import { WaitTimeoutError } from "../errors/errors.js";
import { identify } from "../errors/identify.js";
import type { WaitOptions } from "../job/job-handle.js";
import type { JobIdentity } from "../job/job-identity.js";
import type { JobSnapshot } from "../job/job-snapshot.js";
import type { PollLoop } from "./poll-loop.js";
import { hasEnded } from "./read-snapshot.js";
import { startTimer, whenAborted } from "../http/timer.js";

/** What waiting needs of a handle. */
export interface FollowSource {
  readonly connection: Connection;
  readonly job: JobIdentity;
  readonly loop: PollLoop;
  latest(): JobSnapshot | undefined;
}

/** What the poll that starts at the deadline may still take. */
const LAST_POLL_MS = 2000;

/** What is known now, then every change, until the job has ended or the deadline has passed. */
export async function* followEvents(
  { connection: { clock }, job, loop, latest }: FollowSource,
  { signal, timeoutMs = Infinity, wake }: Omit<WaitOptions, "onEvent">,
): AsyncGenerator<JobSnapshot, void, undefined> {
  const deadline = clock.monotonic() + timeoutMs;
  const queue: JobSnapshot[] = [];
  const stops: ((() => void) | void)[] = [];
  let last: JobSnapshot | undefined;
  let shown = "";
  let failure: { error: unknown } | undefined;
  let notify = (): void => {};
  const fail = (error: unknown): void => {
    failure ??= { error: identify(error, job) };
    notify();
  };
  const timeOut = (): void => {
    const status = last && ` Its last status was ${JSON.stringify(last.status)}.`;
    fail(
      new WaitTimeoutError(`${job.id} has not ended within ${timeoutMs / 1000} s.${status ?? ""}`, {
        retryable: true,
      }),
    );
  };
  const add = (snapshot: JobSnapshot): void => {
    const { state, status, progress } = (last = snapshot);
    const now = JSON.stringify([state, status, progress]);
    if (now !== shown) queue.push(snapshot);
    shown = now;
    notify();
  };
  const see = (snapshot: JobSnapshot): void => {
    add(snapshot);
    if (clock.monotonic() >= deadline) timeOut();
  };
  const start = latest();
  if (start) add(start);
  try {
    if (!start || !hasEnded(start.state)) {
      stops.push(whenAborted(signal, fail));
      if (!failure) {
        stops.push(loop.follow({ deadline, onSnapshot: see, onError: fail }));
        if (timeoutMs < Infinity) stops.push(startTimer(clock, timeoutMs + LAST_POLL_MS, timeOut));
        stops.push(wake?.(loop.hurry));
      }
    }
    for (;;) {
      for (let next = queue.shift(); next; next = queue.shift()) {
        yield next;
        if (hasEnded(next.state)) return;
      }
      if (failure) throw failure.error;
      await new Promise<void>((resolve) => (notify = resolve));
    }
  } finally {
    for (const stop of stops) stop?.();
  }
}
