import type { JobState, Webhook } from "../../packages/jobs-core/src/job-api.js";

/** The `x-job` part of a spec; specs/x-job.schema.json is its definition and says what each field means. */
export interface XJob {
  resource: XJobResource;
  cancel?: XJobAction;
  delete?: XJobAction;
  list?: XJobList;
  problem?: { code?: string[]; message?: string[]; requestId?: string[]; retryAfter?: string[] };
  webhook?: Webhook;
  token?: { clientSecret: "header" | "form" };
  uploads?: Record<string, XJobUpload>;
  limits?: { inFlight?: number; perMinute?: number };
  kinds: Record<string, XJobKind>;
}

export interface XJobList {
  operation: string;
  items: string;
  pages?: XJobPages;
  id?: string;
  status?: XJobStatus;
  under?: Record<string, string>;
}

/** One of next, number, offset, after. */
export interface XJobPages {
  next?: string;
  parameter?: string;
  number?: string;
  offset?: string;
  after?: string;
  more?: string;
  total?: string;
  size?: string;
}

export interface XJobResource {
  get: string;
  parameter?: string;
  id?: string;
  keys?: Record<string, string>;
  kind?: string;
  status: XJobStatus;
  progress?: { percent?: string; ratio?: string; done?: string; total?: string; phase?: string };
  error?: { code?: string; message?: string; requestId?: string };
  times?: { created?: string; started?: string; updated?: string; completed?: string; expires?: string };
  gone?: { statuses?: number[]; nullAt?: string };
  poll: XJobPoll;
}

export type XJobStatus = { at: string; absent?: JobState; failedAt?: string } & Partial<
  Record<JobState | "partial", (string | number | boolean)[]>
>;

/** One of parameter, header, operation. */
export interface XJobWait {
  parameter?: string;
  header?: { name: string; value: string };
  operation?: string;
  maxSeconds: number;
}

export interface XJobPoll {
  minSeconds: number;
  maxSeconds: number;
  wait?: XJobWait;
  after?: string;
  perSecond?: number;
  burst?: number;
}

/** One of operation and url. */
export interface XJobAction {
  operation?: string;
  /** Takes the job's id, where no path parameter does. */
  parameter?: string;
  url?: string;
  method?: "POST" | "PUT" | "PATCH" | "DELETE";
  body?: unknown;
  from: JobState[];
  refused?: { status: number; code?: string };
}

export interface XJobUpload {
  operation?: string;
  part?: string;
  id?: string;
  expires?: string;
  maxBytes?: number;
  about?: { name?: string; contentType?: string; sizeBytes?: string };
  put?: { url: string; headers?: string; method?: "PUT" | "POST" };
  form?: { url: string; fields: string; part?: string };
  chunks?: XJobStep & { sizeBytes: number; offset: string; part?: string };
  complete?: XJobStep;
}

export interface XJobStep {
  operation: string;
  parameters?: Record<string, string>;
}

export interface XJobKind {
  title: string;
  word?: string;
  submit: XJobSubmit;
  input: XJobInput;
  estimate?: XJobEstimate;
  result: XJobResult;
}

export interface XJobEstimate extends XJobStep {
  amount: string;
  unit: string;
}

export interface XJobSubmit {
  operation: string;
  jobId?: string;
  idempotency: "none" | { header: string } | { field: string } | { clientId: string };
  notAccepted?: number[];
}

export interface XJobInput {
  file?: { field?: string; upload?: string; formats?: string[]; maxBytes?: number };
  url?: { field: string };
  job?: { field: string; kind: string };
  format?: { field: string };
  engine?: { field: string; list: string; items: string; id: string; conversions: string };
  webhook?: { url: string; secret?: string };
  defaults?: Record<string, unknown>;
}

/** Exactly one of the four. */
export interface XJobResult {
  file?: XJobFileResult;
  url?: { at: string; name?: string; contentType?: string; sizeBytes?: string; sha256?: string };
  /** The file itself, as base64 text. */
  content?: { at: string; name?: string; contentType?: string; sizeBytes?: string; sha256?: string };
  inline?: XJobInlineResult;
}

export interface XJobInlineResult {
  at: string;
  schema: string;
  operation?: string;
  parameters?: Record<string, string>;
  pages?: XJobPages;
}

export interface XJobFileResult {
  operation: string;
  parameters: Record<string, string>;
  name?: string;
  contentType?: string;
  sizeBytes?: string;
  sha256?: string;
  fileCount?: string;
}

/** The six states, in the order in which a job goes through them. */
export const jobStates: readonly JobState[] = [
  "queued",
  "running",
  "succeeded",
  "failed",
  "canceled",
  "expired",
];
