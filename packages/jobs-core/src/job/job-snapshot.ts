import type { CallOptions } from "../http/call-options.js";
import type { FileResult } from "../result/file-result.js";
import type { Download } from "../result/download.js";
import type { JobState } from "../job-api.js";
import type { KindTypes } from "../kind-types.js";

/** What one look at a job showed; `state` tells the cases apart. */
export type JobSnapshot<K extends KindTypes = KindTypes> =
  UnfinishedJob<K> | SucceededJob<K> | FailedJob<K> | CanceledJob<K> | ExpiredJob<K>;

export type UnfinishedJob<K extends KindTypes = KindTypes> = SnapshotIn<K, "queued" | "running">;
export type CanceledJob<K extends KindTypes = KindTypes> = SnapshotIn<K, "canceled">;
/** The job has ended and its result is no longer there. */
export type ExpiredJob<K extends KindTypes = KindTypes> = SnapshotIn<K, "expired">;
export type FailedJob<K extends KindTypes = KindTypes> = SnapshotIn<K, "failed"> & {
  readonly error: JobFailure;
};

/** A job whose result is there. `download()` exists where the result is a file. */
export type SucceededJob<K extends KindTypes = KindTypes> = K extends KindTypes
  ? SnapshotIn<K, "succeeded"> &
      ResultOf<K> & { /** Some of the result is missing. */ readonly partial?: true }
  : never;

export interface FileOptions extends DownloadOptions {
  /** Which of several files, counted from 0. Default 0. */
  file?: number | undefined;
}

export interface DownloadOptions extends CallOptions {
  /** Asks for what follows the first `from` bytes of a file, if it is still the one with this strong ETag. */
  range?: { readonly from: number; readonly etag: string } | undefined;
}

/** Why the API says that a job failed. */
export interface JobFailure {
  readonly code?: string;
  readonly message?: string;
  readonly requestId?: string;
}

/** Only what the API reports. */
export interface JobProgress {
  /** 0..100. */
  readonly percent?: number;
  readonly phase?: string;
}

/** RFC 3339 timestamps as the API writes them. */
export interface JobTimes {
  readonly created?: string;
  readonly started?: string;
  readonly updated?: string;
  readonly completed?: string;
  readonly expires?: string;
}

type SnapshotIn<K extends KindTypes, State extends JobState> = {
  readonly state: State;
  /** The API's own word for the state. */
  readonly status: string;
  readonly provider: string;
  readonly kind: string;
  readonly id: string;
  /** Resumes the job in any process: `client.resume(token)`. */
  readonly token: string;
  readonly times: JobTimes;
  /** The answer itself. */
  readonly raw: K["job"];
} & ("progress" extends K["can"] ? { readonly progress?: JobProgress } : unknown);

type ResultOf<K extends KindTypes> = unknown extends K["job"]
  ? { readonly result: unknown; download?(options?: FileOptions): Promise<Download> }
  : IsFileResult<K["result"]> extends true
    ? { readonly result: FileResult; download(options?: DownloadOptions): Promise<Download> }
    : IsFileResult<ItemOf<K["result"]>> extends true
      ? { readonly result: readonly FileResult[]; download(options?: FileOptions): Promise<Download> }
      : { readonly result: K["result"] };

type ItemOf<Result> = Result extends readonly (infer Item)[] ? Item : never;

/** Data that merely has a field of a file's name, such as `name`, is not a file, nor is data with any fields. */
type IsFileResult<Result> = [Result] extends [never]
  ? false
  : string extends keyof Result
    ? false
    : [keyof FileResult] extends [keyof Result]
      ? Result extends FileResult
        ? true
        : false
      : false;
