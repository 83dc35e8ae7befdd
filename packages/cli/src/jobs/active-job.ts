import type { KeptRecord } from "./job-records.js";

/** What a signal in the middle of the work has to tell. */
export interface ActiveJob {
  provider: string;
  kind: string;
  phase: "submitting" | "following" | "downloading";
  /** Known once the submit was answered. */
  jobId?: string;
  token?: string;
  /** What a repeated submit has to carry to make no second job; only where the API knows such a key. */
  idempotencyKey?: string;
  /** What this machine has written down of the job. */
  record?: KeptRecord;
  /** Flags that a follow-up command needs, for example ` --local`. */
  flags: string;
  /** The API can cancel such a job. */
  cancelable: boolean;
  /** Asks the API to cancel; only where it can and the caller wants it on a signal. */
  cancel?: () => Promise<void>;
}
