import type { Connection } from "./connection.js";
import type { JobSnapshot } from "./job-snapshot.js";
import type { Follow } from "./poll-loop.js";
import type { JobIdentity } from "./job-identity.js";
import { identify } from "./identify.js";
import { whenAborted } from "./timer.js";

/** What waiting needs of a handle. */
export interface FollowSource {
  readonly connection: Connection;
  readonly job: JobIdentity;
  readonly follow: Follow;
  latest(): JobSnapshot | undefined;
}

/** What is known now, then every change, until the job has ended. */
export async function* followEvents(
  { job, follow, latest }: FollowSource,
  signal: AbortSignal | undefined,
): AsyncGenerator<JobSnapshot, void, undefined> {
  const queue: JobSnapshot[] = [];
  const isChange = createChangeFilter();
  let failed = false;
  let failure: unknown;
  let wake = (): void => {};
  const fail = (error: unknown): void => {
    failure = error;
    failed = true;
    wake();
  };
  const add = (snapshot: JobSnapshot): void => {
    if (isChange(snapshot)) queue.push(snapshot);
    wake();
  };
  const start = latest();
  if (start) add(start);
  const stopListening = whenAborted(signal, (error) => fail(identify(error, job)));
  const unfollow =
    start && hasEnded(start) ? () => {} : follow({ deadline: Infinity, onSnapshot: add, onError: fail });
  try {
    for (;;) {
      for (let next = queue.shift(); next; next = queue.shift()) {
        yield next;
        if (hasEnded(next)) return;
      }
      if (failed) throw failure;
      await new Promise<void>((resolve) => (wake = resolve));
    }
  } finally {
    stopListening();
    unfollow();
  }
}

export function hasEnded({ state }: JobSnapshot): boolean {
  return state !== "queued" && state !== "running";
}

/** Tells snapshots that show something new from those that do not. */
export function createChangeFilter(): (snapshot: JobSnapshot) => boolean {
  let last = "";
  return ({ state, status, progress }) => {
    const now = JSON.stringify([state, status, progress]);
    const isChange = now !== last;
    last = now;
    return isChange;
  };
}
