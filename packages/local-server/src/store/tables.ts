import type { Generated, Insertable, Selectable } from "kysely";

/** Rows of the data directory's SQLite file, or of a PostgreSQL. Times are milliseconds since 1970. */
export interface Tables {
  account: AccountTable;
  document: DocumentTable;
  job: JobTable;
  delivery: DeliveryTable;
  credit_use: CreditUseTable;
  setting: SettingTable;
  content_hold: ContentHoldTable;
  process: ProcessTable;
  token_bucket: TokenBucketTable;
  recent_use: RecentUseTable;
}

/** A caller: the hash of an API key. */
export interface AccountTable {
  id: string;
  createdAt: number;
  /** Credits left; only convert.fast counts them. */
  credits: number;
}

/** An uploaded file, or a job's output file. */
export interface DocumentTable {
  id: string;
  /** The file store that it belongs to: `ldxhub` or `anchorgrid`. */
  api: string;
  account: string;
  name: string;
  contentType: string | null;
  sizeBytes: number;
  /** Content in the blob store; null for a chunked upload, which still grows in a file of its own. */
  sha256: string | null;
  /** Where a chunked upload is in a bucket: names and lengths of its parts, as JSON. */
  parts: string | null;
  pageCount: number | null;
  createdAt: number;
  updatedAt: number;
  expiresAt: number;
}

export type JobState = "queued" | "running" | "succeeded" | "failed" | "canceled";

export interface JobTable {
  /** Order of arrival. */
  sequence: Generated<number>;
  id: string;
  api: string;
  kind: string;
  account: string;
  engine: string;
  state: JobState;
  /** How often a worker has begun with it. */
  attempts: Generated<number>;
  /** The process that runs it, or did so last. */
  worker: string | null;
  /** Where processes share the rows: until then it is that process's, unless it says that it still is. */
  leaseUntil: number | null;
  requestId: string;
  documentId: string | null;
  inputSha256: string;
  inputName: string;
  inputBytes: number;
  inputFormat: string;
  inputPages: number | null;
  target: string;
  /** JSON. */
  options: string;
  percent: Generated<number>;
  phase: string | null;
  createdAt: number;
  updatedAt: number;
  /** Not started before this. */
  runnableAt: number;
  startedAt: number | null;
  completedAt: number | null;
  expiresAt: number;
  errorCode: string | null;
  errorMessage: string | null;
  creditCost: Generated<number>;
  outputSha256: string | null;
  outputName: string | null;
  outputContentType: string | null;
  outputBytes: number | null;
  outputCount: number | null;
  outputDocumentId: string | null;
  /** JSON of a result that is data. */
  result: string | null;
  /** A fault that was asked for: the job runs so much longer. */
  slowMs: Generated<number>;
  /** A fault that was asked for: the job ends with this error. */
  forcedErrorCode: string | null;
  /** Who is told that the job has ended. */
  webhookUrl: string | null;
  webhookSecret: string | null;
  /** `succeeded`, `failed` or both, with a comma between them. */
  webhookEvents: string | null;
  webhookDeliveredAt: number | null;
  /** The finished job whose result this one has. */
  cachedFromJobId: string | null;
}

/** That a receiver is to be told of a job's end. */
export interface DeliveryTable {
  /** The event's id, the same in every attempt. */
  id: string;
  jobId: string;
  event: "succeeded" | "failed";
  attempts: Generated<number>;
  /** The process that makes it. */
  worker: string | null;
  leaseUntil: number | null;
  createdAt: number;
  dueAt: number;
  deliveredAt: number | null;
  givenUpAt: number | null;
  lastError: string | null;
}

/** What an account has used of its plan: credits at AnchorGrid, jobs of a day at convert.fast. */
export interface CreditUseTable {
  account: string;
  /** `lifetime`, a month such as `2026-04`, or a day such as `convert-fast/2026-04-13`. */
  period: string;
  used: number;
}

export interface SettingTable {
  name: string;
  value: string;
}

/** In PostgreSQL alone: a content that a process is about to name in a row. */
export interface ContentHoldTable {
  id: string;
  sha256: string;
  /** By the database's clock; a process that was killed lets go of nothing. */
  heldUntil: number;
}

/** In PostgreSQL alone: the processes that share it. */
export interface ProcessTable {
  id: string;
  /** By the database's clock. */
  seenAt: number;
}

/** In PostgreSQL alone: a rate that processes keep together. */
export interface TokenBucketTable {
  key: string;
  tokens: number;
  countedAt: number;
  /** Whether the last one who asked got a token. */
  granted: boolean;
}

/** In PostgreSQL alone: uses in the last minute that processes count together. */
export interface RecentUseTable {
  key: string;
  usedAt: number;
}

export type Job = Selectable<JobTable>;
export type Delivery = Selectable<DeliveryTable>;
export type NewJob = Insertable<JobTable>;
export type Document = Selectable<DocumentTable>;
