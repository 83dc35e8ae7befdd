import type { CallOptions } from "./call-options.js";
import type { Clock } from "./clock.js";
import type { JobHandle } from "./job-handle.js";
import type { JobSnapshot } from "./job-snapshot.js";
import type { KindTypes } from "./kind-types.js";
import type { LimitOptions } from "./limits.js";
import type { UploadedFile } from "./upload-input.js";

/** The jobs of one API. */
export interface JobsClient<Kinds extends Record<string, KindTypes> = Record<string, KindTypes>> {
  readonly provider: string;
  /** Where requests go, without a trailing slash. */
  readonly baseUrl: string;
  /** A fetch for other calls to the API: the same key, limits, redirect rules and retries (GET and DELETE only). */
  readonly fetch: typeof globalThis.fetch;
  kind<Name extends keyof Kinds & string>(name: Name): KindClient<Kinds[Name]>;
  /** The handle behind a token; makes no request. Throws InvalidTokenError. */
  resume(token: string): JobHandle<Kinds[keyof Kinds]>;
  /** The handle behind a job id: one request, which also tells the kind. Throws JobNotFoundError. */
  find(id: string, options?: CallOptions): Promise<JobHandle<Kinds[keyof Kinds]>>;
}

/** What a client has as well where the API lists jobs. */
export interface ListClient<Kinds extends Record<string, KindTypes> = Record<string, KindTypes>> {
  /** The caller's jobs in the API's own order. A listed job may carry less than `snapshot()` shows. */
  list(options?: CallOptions): Promise<JobSnapshot<Listed<Kinds>>[]>;
}

/** Listed jobs are summaries: their raw form is not the job's. */
type Listed<Kinds extends Record<string, KindTypes>> = Pick<Kinds[keyof Kinds], "can"> & {
  input: object;
  job: unknown;
  result: unknown;
};

/** One kind of job. */
export interface KindClient<K extends KindTypes = KindTypes> {
  /**
   * Uploads `input.file` where there is one, then submits at most once: the request is repeated only if it provably
   * was not taken, or if the API keeps a repeat from making a second job. Throws SubmitOutcomeUnknownError when
   * neither is sure.
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

export interface SubmitOptions extends CallOptions {
  /** Replays an earlier submit; made up where left out. Only for an API that has idempotency. */
  idempotencyKey?: string | undefined;
  /** Told as the file is read for sending, where the runtime lets that be seen (Node does). */
  onProgress?: ((progress: UploadProgress) => void) | undefined;
  /**
   * Called once, behind the upload and before the submit's first byte: the last moment to write down what a crash would
   * make unknown. The submit waits for it, and is not made if it fails.
   */
  beforeSubmit?: ((submit: PendingSubmit) => void | Promise<void>) | undefined;
}

/** A submit that is about to be made. */
export interface PendingSubmit {
  /** Makes a repeat harmless; only where the API has such keys. */
  readonly idempotencyKey?: string;
  /** What the submit refers to: the id of the uploaded file, or of another job. */
  readonly inputReference?: string;
}

export interface UploadProgress {
  readonly sentBytes: number;
  readonly totalBytes: number;
}

export interface ClientOptions {
  /** Sent to the base URL's own origin and nowhere else. */
  apiKey?: string | undefined;
  /** Default: the API's documented server. */
  baseUrl?: string | undefined;
  /** Default: the global fetch. */
  fetch?: typeof globalThis.fetch | undefined;
  clock?: Clock | undefined;
  /** 0 <= x < 1, for jitter. Default: Math.random. */
  random?: (() => number) | undefined;
  limits?: LimitOptions | undefined;
  /** User-Agent header, where the runtime lets it be set. */
  userAgent?: string | undefined;
  /** Allows plain http to a host that is not this machine: the key then travels unprotected. */
  insecureHttp?: boolean | undefined;
}
