import type { Connection } from "../http/connection.js";
import type { PollAdvice } from "../job-api.js";
import type { JobSnapshot } from "../job/job-snapshot.js";
import { hasEnded } from "./read-snapshot.js";

/** One who waits for a job. */
export interface Follower {
  /** Monotonic time; a last poll is placed there. */
  readonly deadline: number;
  onSnapshot(snapshot: JobSnapshot): void;
  /** The loop has given up on this follower. */
  onError(error: unknown): void;
}

export interface PollRequest {
  signal: AbortSignal;
  /** Monotonic time by which the request must have been sent. */
  deadline: number;
  /** Seconds that the server may hold its answer back. */
  waitSeconds: number;
}

export interface PollSource {
  readonly connection: Connection;
  /** Monotonic time at which the job began. */
  readonly since: number;
  /** Monotonic time of the first poll. */
  readonly firstPollAt: number;
  /** Looks at the job. `notBefore` is a server's hint for the next look, in monotonic time. */
  read(request: PollRequest): Promise<{ snapshot: JobSnapshot; notBefore: number }>;
}

export interface PollLoop {
  /** Adds a follower; the returned function takes it away again. */
  follow(follower: Follower): () => void;
  /** Polls as soon as the API's shortest interval allows; once, however often it is called until then. */
  hurry(): void;
}

/** Share of a job's age that a poll interval may take: a result is noticed at most this much late. */
const AGE_SHARE = 0.1;
const JITTER = 0.2;
/** How long a follower without a deadline lets a server delay the next request. */
const LONGEST_DELAY_MS = 600_000;

/**
 * One poll loop for all followers of a job. It runs while there are any, but neither beyond the job's end nor beyond an
 * error, however long a follower takes to hear of it; and leaves nothing behind.
 */
export function createPollLoop({ connection, since, firstPollAt, read }: PollSource): PollLoop {
  const { clock, random, api } = connection;
  const advice = api.job.poll;
  const followers = new Set<Follower>();
  let nextPollAt = firstPollAt;
  let earliestAt = 0;
  let isHurried = false;
  let running = false;
  let pauseControl: AbortController | undefined;
  let pollControl: AbortController | undefined;

  async function run(): Promise<void> {
    running = true;
    while (followers.size > 0) {
      const deadlines = [...followers].map((follower) => follower.deadline);
      const dueAt = isHurried ? earliestAt : nextPollAt;
      const pauseMs = Math.min(dueAt, ...deadlines) - clock.monotonic();
      if (pauseMs <= 0) {
        await poll(Math.max(...deadlines));
        continue;
      }
      pauseControl = new AbortController();
      await clock.sleep(pauseMs, pauseControl.signal).catch(() => {});
    }
    running = false;
  }

  async function poll(lastDeadline: number): Promise<void> {
    const startedAt = clock.monotonic();
    const interval = intervalMs(advice, startedAt - since, random());
    const deadline = Math.min(lastDeadline, startedAt + LONGEST_DELAY_MS);
    const waitSeconds = heldSeconds(advice, interval, lastDeadline - startedAt);
    isHurried = false;
    earliestAt = startedAt + advice.minMs;
    pollControl = new AbortController();
    const { signal } = pollControl;
    try {
      const { snapshot, notBefore } = await read({ signal, deadline, waitSeconds });
      nextPollAt = Math.max(startedAt + interval, notBefore);
      const all = [...followers];
      if (hasEnded(snapshot.state)) followers.clear();
      for (const follower of all) follower.onSnapshot(snapshot);
    } catch (error) {
      if (signal.aborted) return;
      const all = [...followers];
      followers.clear();
      for (const follower of all) follower.onError(error);
    } finally {
      pollControl = undefined;
    }
  }

  return {
    follow(follower) {
      followers.add(follower);
      pauseControl?.abort();
      if (!running) void run();
      return () => {
        followers.delete(follower);
        pauseControl?.abort();
        if (followers.size === 0) pollControl?.abort();
      };
    },
    hurry() {
      isHurried = true;
      pauseControl?.abort();
    },
  };
}

/** Proportional to the job's age, between the advised bounds, spread so that clients do not march in step. */
function intervalMs({ minMs, maxMs }: PollAdvice, ageMs: number, random: number): number {
  const base = Math.max(minMs, Math.min(AGE_SHARE * ageMs, maxMs / (1 + JITTER)));
  return base * (1 + JITTER * random);
}

/** A server that can hold its answer back waits in place of the pause: the end is told at once, changes still are. */
function heldSeconds({ wait }: PollAdvice, pauseMs: number, leftMs: number): number {
  if (!wait) return 0;
  return Math.floor(Math.min(wait.maxSeconds, Math.max(pauseMs / 1000, 1), leftMs / 1000));
}
