import type { JobApi } from "@docjobs/jobs-core";

export interface PollMoment {
  ageMs: number;
  /** Jobs that are polled. */
  jobs: number;
  /** 0 <= x < 1. */
  random: number;
}

const AGE_SHARE = 0.1;
const JITTER = 0.2;
/** The rest of an account's requests is for submits, uploads and downloads. */
const POLL_SHARE = 0.5;

/**
 * Milliseconds to the next look at a job: proportional to its age between the API's advised bounds, and so much longer
 * that the looks at all jobs leave half of the account's requests to other work.
 */
export function pollIntervalMs({ job, limits }: JobApi, { ageMs, jobs, random }: PollMoment): number {
  const { minMs, maxMs, perSecond } = job.poll;
  const advised = Math.max(minMs, Math.min(AGE_SHARE * ageMs, maxMs));
  const shared = limits.perMinute === undefined ? 0 : (jobs * 60_000) / (limits.perMinute * POLL_SHARE);
  const allowed = perSecond === undefined ? 0 : 1000 / perSecond;
  return Math.max(advised, shared, allowed) * (1 + JITTER * random);
}
