import type { Claim, Work } from "@docjobs/work-queue";
import type { BatchInput } from "./batch-input.js";

/**
 * How far an item is. `planned`: nothing was sent; `submitting`: the submit may have left; `submitted`: the API has the
 * job; `done`: the job has succeeded; `saved`: its result is in place. `failed`, `unknown` and `canceled` are ends too.
 */
export type ItemPhase =
  "planned" | "submitting" | "submitted" | "done" | "saved" | "failed" | "unknown" | "canceled";

/** What the state file keeps of an item. */
export interface ItemData {
  input: BatchInput;
  /** Path of the result in the output directory. */
  output: string;
  /** Fields that the program chose for each step when it planned the item. */
  defaults?: readonly Readonly<Record<string, unknown>>[];
  /** The step of the chain that it is at, from 0. */
  step: number;
  /** SHA-256 of a content that other inputs have too. */
  sharedContent?: string;
  /** Times in milliseconds since the epoch. */
  times: ItemTimes;
  /** What was written down before the submit left. */
  submit?: SubmitTrace;
  /** Ids of the jobs that earlier steps made. */
  earlierJobIds?: readonly string[];
  jobId?: string;
  token?: string;
  /** The result, as it was before it got its name. */
  files?: readonly ResultFile[];
  /** What this step's job takes: the result of the step before. */
  fed?: { path?: string; jobId?: string };
  /** What its jobs have cost, as far as the API says so. */
  credits?: number;
  /** What the job of this step is expected to cost. */
  estimate?: number;
  /** What its ended jobs count for in the batch's budget: what they have cost, or else their estimates. */
  counted?: number;
  error?: ItemError;
  /** Failures in a row that were the service's. */
  setbacks?: number;
}

export interface ItemTimes {
  planned: number;
  submitted?: number;
  completed?: number;
  ended?: number;
}

export interface SubmitTrace {
  at: number;
  idempotencyKey?: string;
  inputReference?: string;
  /** Others may refer to the same input. */
  isShared?: boolean;
  /** Looks at the API's list so far. */
  looks?: number;
}

export interface ResultFile {
  /** Path in the output directory. */
  path: string;
  sizeBytes: number;
  sha256: string;
}

export interface ItemError {
  code: string;
  message: string;
  hint?: string;
  providerCode?: string;
  requestId?: string;
}

export type Item = Work<ItemData> & { readonly phase: ItemPhase };
export type ItemClaim = Claim<ItemData> & { readonly phase: ItemPhase };

export const FOLLOW_QUEUE = "follow";

/** Key of the note that describes a batch, before its id. */
export const BATCH_NOTE = "batch:";

/** Each step of a chain may have another API with other limits. */
export function submitQueue(step: number): string {
  return `submit-${step}`;
}
