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
/** Questions about entitlements: 300 a minute. The API counts them by address, this server by key. */
export const entitlementsRate: { burst: number; perSecond: number } = { burst: 300, perSecond: 5 };
/** Status requests for one job by one key. */
export const statusRate: { burst: number; perSecond: number } = { burst: 30, perSecond: 1 };
