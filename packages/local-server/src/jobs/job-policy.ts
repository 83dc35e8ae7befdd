/** How an API treats its jobs, beyond the lifecycle that all share. */
export interface JobPolicy {
  /** How long a result is kept after its job ended, unless the server's options say otherwise. */
  retentionMs: number;
  /** How long the job's row outlives its result, answering "expired" instead of "unknown". */
  tombstoneMs: number;
  /** Jobs of one account that run at the same time. */
  runningPerAccount: number;
  /** The output becomes a file of the account, in this file store. */
  outputStore?: { api: string; retentionMs: number; newId(): string };
  /** A failed job's credits go back to the account. */
  refundsFailures: boolean;
}
