import type { JobPolicy } from "../../jobs/job-policy.js";

export const dayMs: number = 24 * 60 * 60_000;

export const anchorgridPolicy: JobPolicy = {
  // How long jobs are kept is not documented; documents are kept for 30 days.
  retentionMs: 30 * dayMs,
  tombstoneMs: 0,
  runningPerAccount: Number.POSITIVE_INFINITY,
  refundsFailures: false,
};

/** Also the file store of AnchorGrid's documents. */
export const anchorgridApiName = "anchorgrid";
