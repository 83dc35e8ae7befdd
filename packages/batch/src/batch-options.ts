import type { ClientOptions, JobApi } from "@docjobs/jobs-core";
import type { Counts, WorkQueue } from "@docjobs/work-queue";
import type { DocumentReader } from "./files/files.js";
import type { BatchInput } from "./batch-input.js";
import type { ItemResult } from "./results/item-result.js";

/** One kind of job at one API. */
export interface BatchStep {
  /** The API's descriptor, for example `castdocApi` of `@docjobs/castdoc`. */
  api: JobApi;
  /** The job kind; may be left out where the API has one. */
  kind?: string | undefined;
  clientOptions?: ClientOptions | undefined;
  /** Fields of every request, for example `{ engine: "ki/cast", output_format: "docx" }`. */
  fields?: Readonly<Record<string, unknown>> | undefined;
  /**
   * Fields that do not tell two batches apart, such as an engine that a program has chosen: where it chooses another one
   * later, the batch is still the same.
   */
  defaults?: ((input: BatchInput) => Readonly<Record<string, unknown>>) | undefined;
  /** Extension of the results, where the API does not name them. */
  extension?: string | undefined;
  /** Whose jobs these are, if it is not the base URL that tells: a batch goes on only with the same account. */
  account?: string | undefined;
}

export interface BatchOptions extends BatchStep {
  /** Paths, or inputs with options of their own. */
  inputs: Iterable<string | BatchInput> | AsyncIterable<string | BatchInput>;
  /** A directory, made where it is missing, or a folder of a bucket: `s3://bucket/folder/`. */
  outputDirectory: string;
  /** Further steps: each takes the result of the one before, or its job where the API chains jobs. */
  then?: readonly BatchStep[] | undefined;
  /** The SQLite file that knows every item. Default: `defaultStatePath(outputDirectory)`. */
  state?: string | undefined;
  /** Keeps the items elsewhere, in place of `state`. The caller closes it. */
  queue?: WorkQueue | undefined;
  /** Jobs of this batch at the API at a time. Default 8; all batches together never have more than the API grants. */
  concurrency?: number | undefined;
  /** Replaces files of the output directory that are not the batch's. Default false. */
  overwrite?: boolean | undefined;
  /**
   * Submits nothing that would take what the batch costs beyond this, over all processes that work on it; counted is what
   * the API says that a job has cost, and until then its estimate.
   */
  maxCredits?: number | undefined;
  /** What the first job of an input will cost. Default, with `maxCredits`: what the API itself says. */
  estimate?: ((input: BatchInput, fields: Readonly<Record<string, unknown>>) => Promise<number>) | undefined;
  /** Ends the run: what is at the API goes on, and the next run with the same options goes on with it. */
  signal?: AbortSignal | undefined;
  /**
   * Looks at an input before anything of it is sent; what it throws fails the item. `document` reads one that is in a
   * bucket.
   */
  check?: ((input: BatchInput, document?: DocumentReader) => Promise<void>) | undefined;
  hooks?: BatchHooks | undefined;
  limits?: Partial<BatchLimits> | undefined;
}

export interface BatchHooks {
  /** All inputs are in the state file; nothing has been sent. */
  onPlanned?: ((planned: { added: number; total: number }) => void) | undefined;
  /** Called with every change of the numbers, about twice a second. */
  onProgress?: ((progress: BatchProgress) => void) | undefined;
  /** Something that a person may want to know, for example that the API asks for a pause. */
  onNote?: ((note: string) => void) | undefined;
}

export interface BatchProgress {
  readonly counts: Counts;
  /** Credits of all jobs that say what they cost, and the estimates of the others. */
  readonly credits: number;
  /** The API has asked for a pause, or does not answer: milliseconds until the next try. */
  readonly pausedMs: number;
}

/** Times that tests shorten. */
export interface BatchLimits {
  /** How long an unknown submit is left alone before the API's list is looked at. Default 10 000. */
  reconcileAfterMs: number;
  /** How long a service may be down before the run ends. Default 600 000. */
  outageMs: number;
  /** First pause after failures that are the service's; it doubles up to a minute. Default 2000. */
  outagePauseMs: number;
  /** How long a job of another batch may be overdue until it counts as one that nobody follows. Default 30 000. */
  strandedAfterMs: number;
  /** After the signal: how long requests that are under way may take to end. Default 5000. */
  graceMs: number;
}

/** What became of a run. */
export interface BatchSummary {
  readonly counts: Counts;
  readonly credits: number;
  /** Why the run ended before every item had. */
  readonly stopped?: BatchStop;
}

export interface BatchStop {
  /** `disk`: no room for a result or the state; `state`: the state cannot be read or written; `error`: something unexpected. */
  readonly reason: "aborted" | "outage" | "refused" | "credits" | "disk" | "state" | "error";
  readonly error?: unknown;
}

/** Every item that ends during the run, once, in the order of their ends. */
export interface Batch extends AsyncIterable<ItemResult> {
  /** Runs without an iterator. */
  run(onResult?: (result: ItemResult) => void | Promise<void>): Promise<BatchSummary>;
  /** What the last run came to; undefined before its end. */
  readonly summary: BatchSummary | undefined;
}
