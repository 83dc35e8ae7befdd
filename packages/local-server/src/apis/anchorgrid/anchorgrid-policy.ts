import type { JobPolicy } from "../../jobs/job-policy.js";

const dayMs = 24 * 60 * 60_000;

export const anchorgridPolicy: JobPolicy = {
  // How long jobs are kept is not documented; documents are kept for 30 days.
  retentionMs: 30 * dayMs,
  tombstoneMs: 0,
  runningPerAccount: Number.POSITIVE_INFINITY,
  refundsFailures: false,
};

export const documentRetentionMs: number = 30 * dayMs;
/** The plan that this server answers as: the one with the largest files. */
export const tier = "enterprise";
export const maxDocumentBytes: number = 200 * 1024 ** 2;
/** Also the file store of AnchorGrid's documents. */
export const anchorgridApiName = "anchorgrid";
