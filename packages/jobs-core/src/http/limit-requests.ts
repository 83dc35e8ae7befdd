import type { Clock } from "./clock.js";
import type { JobApi } from "../job-api.js";
import { createTokenBucket, type TokenBucket } from "./token-bucket.js";

/** Turns that requests wait for, so that a client keeps to what its API grants. */
export interface RequestTurns {
  /** For any request with the key. */
  turn: TokenBucket;
  /** For a status request about one job. */
  statusTurn(jobId: string, signal: AbortSignal | undefined): Promise<void>;
}

/** Jobs whose status requests are counted; of those that nobody has asked about for longest, the count is forgotten. */
const MOST_JOBS = 10_000;
/** Share of a minute's requests that may be made at once; with the rest spread, no minute has more than it is granted. */
const BURST_SHARE = 0.2;

/** Turns by the declared limits: so many requests a minute for a key, so many status requests a second for a job. */
export function limitRequests({ job, limits }: JobApi, clock: Clock): RequestTurns {
  const { perSecond, burst = 1 } = job.poll;
  const { perMinute } = limits;
  const atOnce = Math.ceil((perMinute ?? 0) * BURST_SHARE);
  const buckets = new Map<string, TokenBucket>();
  return {
    turn:
      perMinute === undefined
        ? async () => {}
        : createTokenBucket(clock, Math.max(perMinute - atOnce, 0.5) / 60, atOnce),
    async statusTurn(jobId, signal) {
      if (perSecond === undefined) return;
      const bucket = buckets.get(jobId) ?? createTokenBucket(clock, perSecond, burst);
      buckets.delete(jobId);
      buckets.set(jobId, bucket);
      if (buckets.size > MOST_JOBS) buckets.delete(buckets.keys().next().value ?? "");
      await bucket(signal);
    },
  };
}
