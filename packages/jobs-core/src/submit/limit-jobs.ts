import type { Connection } from "../http/connection.js";
import { RateLimitedError } from "../errors/errors.js";
import type { PollLoop } from "../follow/poll-loop.js";
import { startTimer, whenAborted } from "../http/timer.js";

/** The places that an API grants for jobs that are queued or running. */
export interface JobPlaces {
  /** Takes one for a submit; waits, first come first served, until a job of this client ends where all are taken. */
  take(signal: AbortSignal | undefined): Promise<void>;
  /** The submit has made this job, which keeps the place. */
  keep(id: string, loop: PollLoop): void;
  /** Gives the place of a job back, or that of a submit which made none. */
  free(id?: string): void;
}

interface PlacedJob {
  loop: PollLoop;
  unfollow?: () => void;
}

/**
 * So many places. Who waits for one has the jobs that have one followed, each by the loop of its own handle, so that one
 * becomes free although nobody else waits for them. Jobs are forgotten with their places.
 */
export function limitJobs(
  { api, clock, limits }: Pick<Connection, "api" | "clock" | "limits">,
  most: number,
): JobPlaces {
  const jobs = new Map<string, PlacedJob>();
  const queue = new Set<() => void>();
  let taken = 0;

  function follow(id: string, job: PlacedJob): void {
    // What can be seen of a job no more keeps no place: the API is the judge then.
    job.unfollow ??= job.loop.follow({ deadline: Infinity, onSnapshot: () => {}, onError: () => free(id) });
  }

  function unfollow(job: PlacedJob | undefined): void {
    job?.unfollow?.();
    delete job?.unfollow;
  }

  function free(id?: string): void {
    if (id !== undefined) {
      unfollow(jobs.get(id));
      if (!jobs.delete(id)) return;
    }
    const [next] = queue;
    if (!next) return void taken--;
    queue.delete(next);
    next();
  }

  return {
    async take(signal) {
      if (taken < most) return void taken++;
      let enter = (): void => {};
      const stops: (() => void)[] = [];
      try {
        await new Promise<void>((resolve, reject) => {
          const tooLong = (): void =>
            reject(
              new RateLimitedError(
                `${api.title} grants ${most} jobs at a time; none of this client's has ended within ${limits.placeMs / 1000} s. Nothing was submitted.`,
                { retryable: true, hint: "Submit again when a job has ended, or cancel one." },
              ),
            );
          queue.add((enter = resolve));
          stops.push(whenAborted(signal, reject), startTimer(clock, limits.placeMs, tooLong));
          if (!signal?.aborted) for (const [id, job] of jobs) follow(id, job);
        });
      } finally {
        queue.delete(enter);
        for (const stop of stops) stop();
        if (queue.size === 0) for (const job of jobs.values()) unfollow(job);
      }
    },
    keep(id, loop) {
      // A repeat with an earlier key gives a job that may have its place already.
      if (jobs.has(id)) return free();
      const job = { loop };
      jobs.set(id, job);
      if (queue.size > 0) follow(id, job);
    },
    free,
  };
}
