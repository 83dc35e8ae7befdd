import type { JobPolicy } from "../../jobs/job-policy.js";

const hourMs = 60 * 60_000;

export const convertFastPolicy: JobPolicy = {
  // "Output files expire 1 hour after job completion"; the job itself can still be asked about.
  retentionMs: hourMs,
  tombstoneMs: 24 * hourMs,
  runningPerAccount: 6,
  refundsFailures: true,
};

/** Jobs of one account that are queued or running. */
export const maxInFlight: number = 18;
export const maxFileBytes: number = 1024 ** 3;
/** Status requests for one job by one key. */
export const statusRate: { burst: number; perSecond: number } = { burst: 30, perSecond: 1 };
