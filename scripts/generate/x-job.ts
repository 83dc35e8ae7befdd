import type { JobState } from "../../packages/jobs-core/src/job-api.js";

/** The `x-job` part of a spec; specs/x-job.schema.json is its definition and says what each field means. */
export interface XJob {
  resource: XJobResource;
  cancel?: XJobAction;
  delete?: XJobAction;
  list?: { operation: string; items: string };
  problem?: { code?: string[]; message?: string[]; requestId?: string[] };
  uploads?: Record<string, XJobUpload>;
  limits?: { inFlight?: number; perMinute?: number };
  kinds: Record<string, XJobKind>;
}

export interface XJobResource {
  get: string;
  id?: string;
  kind?: string;
  status: { at: string } & Partial<Record<JobState, string[]>>;
  progress?: { percent?: string; phase?: string };
  error?: { code?: string; message?: string; requestId?: string };
  times?: { created?: string; started?: string; updated?: string; completed?: string; expires?: string };
  gone?: { statuses?: number[]; nullAt?: string };
  poll: XJobPoll;
}

export interface XJobPoll {
  minSeconds: number;
  maxSeconds: number;
  wait?: { parameter: string; maxSeconds: number };
  perSecond?: number;
  burst?: number;
}

export interface XJobAction {
  operation: string;
  from: JobState[];
  refused?: { status: number; code?: string };
}

export interface XJobUpload {
  operation: string;
  part: string;
  id: string;
  expires?: string;
  maxBytes?: number;
}

export interface XJobKind {
  title: string;
  word?: string;
  submit: XJobSubmit;
  input: XJobInput;
  result: XJobResult;
}

export interface XJobSubmit {
  operation: string;
  jobId: string;
  idempotency: "none" | { header: string } | { clientId: string };
  notAccepted?: number[];
}

export interface XJobInput {
  file?: { field: string; upload?: string; formats?: string[] };
  url?: { field: string };
  job?: { field: string; kind: string };
  format?: { field: string };
  engine?: { field: string; list: string; items: string; id: string; conversions: string };
  webhook?: { url: string; secret?: string };
  defaults?: Record<string, unknown>;
}

/** Exactly one of the three. */
export interface XJobResult {
  file?: XJobFileResult;
  url?: { at: string; name?: string; contentType?: string; sizeBytes?: string };
  inline?: { at: string; schema: string };
}

export interface XJobFileResult {
  operation: string;
  parameters: Record<string, string>;
  name?: string;
  contentType?: string;
  sizeBytes?: string;
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
