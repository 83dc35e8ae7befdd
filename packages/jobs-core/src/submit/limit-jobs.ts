import type { Connection } from "../http/connection.js";
import { RateLimitedError } from "../errors/errors.js";
import type { JobHandle } from "../job/job-handle.js";
import type { JobsError } from "../errors/jobs-error.js";
import type { KindClient } from "../jobs-client.js";
import { pause, startTimer, whenAborted } from "../http/timer.js";

/** The places that an API grants for jobs that are queued or running. */
export interface JobPlaces {
  /** A client whose submits wait for a place, first come first served, which their jobs keep. */
  keepTo(client: KindClient): KindClient;
  /** This job has ended. */
  free(id: string): void;
}

const DEFAULT_PLACE_MS = 600_000;

/**
 * So many places for the jobs of a client. While a submit waits for one, the jobs that have one are followed, each by the
 * loop of its own handle, so that a place becomes free although nobody else waits for them. A job is forgotten with its
 * place. Undefined where there is no limit.
 */
export function limitJobs({
  api,
  clock,
  limits,
}: Pick<Connection, "api" | "clock" | "limits">): JobPlaces | undefined {
  const { inFlight = api.limits.inFlight ?? Infinity, placeMs = DEFAULT_PLACE_MS } = limits;
  const jobs = new Map<string, JobHandle>();
  const queue = new Set<() => void>();
  let taken = 0;
  let following: AbortController | undefined;

  function follow(job: JobHandle): void {
    if (!following) return;
    const { signal } = following;
    const leave = (): void => void (signal.aborted || free(job.id));
    job.wait({ timeoutMs: Infinity, signal }).then(leave, (error: JobsError) => {
      // A job of which nothing can be learnt keeps no place either: the API is the judge then. An outage tells nothing.
      if (!error.retryable) leave();
      else pause(clock, api.job.poll.maxMs, signal).then(() => follow(job), leave);
    });
  }

  async function take(signal: AbortSignal | undefined): Promise<void> {
    if (taken < inFlight) return void taken++;
    let enter = (): void => {};
    const stops: (() => void)[] = [];
    try {
      await new Promise<void>((resolve, reject) => {
        const tooLong = (): void =>
          reject(
            new RateLimitedError(
              `${api.title} takes ${inFlight} jobs at a time, and none of this client's has ended within ${placeMs / 1000} s.`,
              { retryable: true, hint: "Submit again when a job has ended, or cancel one." },
            ),
          );
        queue.add((enter = resolve));
        stops.push(whenAborted(signal, reject), startTimer(clock, placeMs, tooLong));
        if (following || signal?.aborted) return;
        following = new AbortController();
        for (const job of jobs.values()) follow(job);
      });
    } finally {
      queue.delete(enter);
      for (const stop of stops) stop();
      if (queue.size === 0) {
        following?.abort();
        following = undefined;
      }
    }
  }

  function leave(): void {
    const [next] = queue;
    if (!next) return void taken--;
    queue.delete(next);
    next();
  }

  function free(id: string): void {
    if (jobs.delete(id)) leave();
  }

  if (inFlight === Infinity) return undefined;
  return {
    keepTo: (client) => ({
      ...client,
      async submit(input, options = {}) {
        let hasPlace = false;
        try {
          const job = await client.submit(input, {
            ...options,
            async beforeSubmit(pending) {
              await take(options.signal);
              hasPlace = true;
              await options.beforeSubmit?.(pending);
            },
          });
          // A repeat with an earlier key gives a job that may have its place already.
          free(job.id);
          jobs.set(job.id, job);
          follow(job);
          return job;
        } catch (error) {
          if (hasPlace) leave();
          throw error;
        }
      },
    }),
    free,
  };
}
