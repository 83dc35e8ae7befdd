import type { CallOptions } from "./http/call-options.js";
import type { JobHandle } from "./job/job-handle.js";
import type { JobSnapshot } from "./job/job-snapshot.js";
import type { KindTypes } from "./kind-types.js";
import type { CostEstimate } from "./submit/estimate-cost.js";
import type { SubmitOptions } from "./submit/submit-options.js";
import type { UploadedFile } from "./upload/upload-input.js";

/** The jobs of one API. */
export interface JobsClient<Kinds extends Record<string, KindTypes> = Record<string, KindTypes>> {
  readonly provider: string;
  /** Where requests go, without a trailing slash. */
  readonly baseUrl: string;
  /** A fetch for other calls to the API: the same key, limits, redirect rules and retries (GET and DELETE only). */
  readonly fetch: typeof globalThis.fetch;
  kind<Name extends keyof Kinds & string>(
    name: Name,
  ): KindClient<Kinds[Name]> & Partial<EstimateClient<Kinds[Name]>>;
  /** The handle behind a token; makes no request. Throws InvalidTokenError. */
  resume(token: string): JobHandle<Kinds[keyof Kinds]>;
  /** The handle behind a job id: one request, which also tells the kind. Throws JobNotFoundError. */
  find(id: string, options?: CallOptions): Promise<JobHandle<Kinds[keyof Kinds]>>;
}

/**
 * What a client has as well where the API lists jobs, in the API's own order. A listed job may carry less than
 * `snapshot()` shows. `Parameters` are those of the operation that lists.
 */
export interface ListClient<
  Kinds extends Record<string, KindTypes> = Record<string, KindTypes>,
  Parameters extends object = object,
> {
  /** The first page; with `limit` so many jobs, over as many pages as they take. */
  list(...options: ListArguments<Parameters>): Promise<JobSnapshot<Listed<Kinds>>[]>;
  /** Every job, page by page as they are asked for. */
  listAll(...options: ListArguments<Parameters>): AsyncIterable<JobSnapshot<Listed<Kinds>>>;
}

export interface ListOptions extends CallOptions {
  /** How many jobs at most. */
  limit?: number | undefined;
}

/** A list whose operation requires parameters cannot do without them. */
export type ListArguments<Parameters extends object> =
  Partial<Parameters> extends Parameters
    ? [options?: ListOptions & { parameters?: Parameters | undefined }]
    : [options: ListOptions & { parameters: Parameters }];

/** Listed jobs are summaries: their raw form is not the job's. */
type Listed<Kinds extends Record<string, KindTypes>> = Pick<Kinds[keyof Kinds], "can"> & {
  input: object;
  job: unknown;
  result: unknown;
};

/** What a kind has as well where the API tells what a job costs before it is submitted. */
export interface EstimateClient<K extends KindTypes = KindTypes> {
  /** Asks what `submit(input)` would cost. Uploads nothing: of a file, its name and size are told. */
  estimate(input: K["input"], options?: CallOptions): Promise<CostEstimate>;
}

/** One kind of job. */
export interface KindClient<K extends KindTypes = KindTypes> {
  /**
   * Uploads `input.file` where there is one, then submits at most once: the request is repeated only if it provably
   * was not taken, or if the API keeps a repeat from making a second job. Throws SubmitOutcomeUnknownError when
   * neither is sure. Where the API grants so many jobs at a time, a submit beyond them waits, behind its upload, until one
   * of this client's ends; RateLimitedError where none does within `limits.placeMs`.
   */
  submit(input: K["input"], options?: SubmitOptions): Promise<JobHandle<K>>;
  /**
   * Uploads a file that any number of submits may then refer to, until it expires. There where the API stores a kind's
   * file before the submit.
   */
  upload?(file: Blob, options?: Omit<SubmitOptions, "idempotencyKey">): Promise<UploadedFile>;
  /** The handle of a job of this kind; makes no request. */
  job(id: string): JobHandle<K>;
}
