import { newHexId } from "../../ids.js";
import type { JobPolicy } from "../../jobs/job-policy.js";

const dayMs = 24 * 60 * 60_000;

/** LDX hub's example keeps files for exactly 24 hours. */
export const ldxhubFileRetentionMs: number = dayMs;

export const maxFileBytes: number = 200 * 1024 ** 2;

/** The file store that all LDX hub services share. */
export const ldxhubFileStore = "ldxhub";

export const ldxhubPolicy: JobPolicy = {
  retentionMs: dayMs,
  tombstoneMs: 0,
  runningPerAccount: Number.POSITIVE_INFINITY,
  outputStore: { api: ldxhubFileStore, retentionMs: ldxhubFileRetentionMs, newId: newHexId },
  refundsFailures: false,
};
