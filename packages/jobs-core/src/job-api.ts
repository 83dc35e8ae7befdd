/**
 * An asynchronous document API's job lifecycle, as data. The generator writes one from the `x-job` part of an
 * OpenAPI file (see specs/README.md for what each declaration means); jobs-core interprets it.
 */
export interface JobApi {
  /** Provider id, for example `convert-fast`. */
  provider: string;
  /** Name for people, for example `convert.fast`. */
  title: string;
  /** Where the API lives: the first server of the spec. */
  baseUrl: string;
  /** Headers that carry the API key. */
  auth: readonly AuthHeader[];
  /** Where an HTTP error body keeps its machine code, message and request id: the first place that holds one. */
  problem: ProblemPlaces;
  job: JobResource;
  /** Uploads that a submit refers to, by name. */
  uploads: Readonly<Record<string, Upload>>;
  /** The job kinds, by the id used in tokens and on the command line. */
  kinds: Readonly<Record<string, JobKind>>;
  cancel?: Cancel;
  delete?: Delete;
  list?: List;
  limits: Limits;
}

/** The six states that every API's words are mapped to. */
export type JobState = "queued" | "running" | "succeeded" | "failed" | "canceled" | "expired";

/** A JSON Pointer (RFC 6901) into a response body, or `$response.header.NAME`. */
export type Place = string;

export interface Operation {
  /** The spec's operationId. */
  id: string;
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Path template, for example `/convert/job/{id}`. */
  path: string;
}

/** An operation on one job, with the path parameter that takes the job's id. */
export interface JobOperation extends Operation {
  parameter: string;
}

export interface AuthHeader {
  /** For example `Authorization` or `X-API-Key`. */
  header: string;
  /** Text before the key, for example `Bearer `. */
  prefix: string;
}

export interface ProblemPlaces {
  code: readonly Place[];
  message: readonly Place[];
  requestId: readonly Place[];
}

export interface JobResource {
  get: JobOperation;
  /** Where the answer repeats the job's id; another id there is refused. */
  id?: Place;
  /** Where the answer names the job's kind, when the API has several; the kind's own word is `JobKind.word`. */
  kind?: Place;
  status: {
    at: Place;
    /** The API's words and what they mean. A word that is not here counts as running. */
    states: Readonly<Record<string, JobState>>;
  };
  progress?: { percent?: Place; phase?: Place };
  error?: { code?: Place; message?: Place; requestId?: Place };
  times?: { created?: Place; started?: Place; updated?: Place; completed?: Place; expires?: Place };
  gone: {
    /** HTTP status codes of the get operation for a job that is unknown, foreign or expired. */
    statuses: readonly number[];
    /** Null here, on a job that succeeded, means that the result has expired. */
    nullAt?: Place;
  };
  poll: PollAdvice;
}

export interface PollAdvice {
  minMs: number;
  maxMs: number;
  /** Server-side wait: a query parameter that holds the answer back until the job ends, at most this many seconds. */
  wait?: { parameter: string; maxSeconds: number };
  /** Status requests a second that the API grants one job. */
  perSecond?: number;
  /** Status requests that it grants at once before `perSecond` counts. */
  burst?: number;
}

/** What a refusal looks like: an HTTP status, and a code in the body where the API has one. */
export interface Refusal {
  status: number;
  code?: string;
}

export interface Cancel extends JobOperation {
  /** The states in which the API cancels. */
  from: readonly JobState[];
  refused?: Refusal;
}

export interface Delete extends JobOperation {
  /** The states in which the API deletes. */
  from: readonly JobState[];
  refused?: Refusal;
}

export interface List extends Operation {
  /** Where the answer holds the array of jobs. */
  items: Place;
}

export interface Upload extends Operation {
  /** The multipart part that takes the file. */
  part: string;
  /** Where the answer holds the id that a submit refers to. */
  id: Place;
  /** Where the answer says when the uploaded file is deleted. */
  expires?: Place;
  maxBytes?: number;
}

export interface JobKind {
  /** One line for people. */
  title: string;
  /** The API's own word for this kind in `JobResource.kind`. */
  word?: string;
  submit: Submit;
  input: KindInput;
  result: KindResult;
}

export interface Submit extends Operation {
  /** Where the answer holds the new job's id. */
  jobId: Place;
  content: "application/json" | "multipart/form-data";
  /** How a repeated submit is kept from making a second job. */
  idempotency: { by: "none" } | { by: "header"; header: string } | { by: "client-id"; field: string };
  /** HTTP status codes after which the API has provably made no job. */
  notAccepted: readonly number[];
  /** Fields that the API requires. */
  required: readonly string[];
  /** Fields of a multipart body that are sent as JSON text. */
  jsonFields: readonly string[];
}

export interface KindInput {
  /** The document: uploaded first and referred to by `field`, or sent in the submit as the part `field`. */
  file?: { field: string; upload?: string; formats: readonly string[] };
  /** A document that the API fetches itself. */
  url?: { field: string };
  /** The id of a finished job of another kind. */
  job?: { field: string; kind: string };
  /** The wanted output format. */
  format?: { field: string; known: readonly string[] };
  engine?: EngineInput;
  webhook?: { url: string; secret?: string };
  /** Values for required fields that a command line may leave out. */
  defaults: Readonly<Record<string, unknown>>;
}

/** Where the engine goes, and the operation that lists engines with their conversions. */
export interface EngineInput {
  field: string;
  list: Operation;
  items: Place;
  id: Place;
  /** Array of `{ from, to }` format tokens. */
  conversions: Place;
}

export type KindResult =
  /** A file behind an operation of the API. */
  | {
      type: "file";
      operation: Operation;
      /** Path and query parameters, from places in the job. */
      parameters: Readonly<Record<string, Place>>;
      name?: Place;
      contentType?: Place;
      sizeBytes?: Place;
      fileCount?: Place;
    }
  /** A file behind a URL in the job; the key is sent only if the URL is at the API's own origin. */
  | { type: "url"; at: Place; name?: Place; contentType?: Place; sizeBytes?: Place }
  /** Data in the job itself. */
  | { type: "inline"; at: Place };

export interface Limits {
  /** Jobs queued or running that the API grants one account. */
  inFlight?: number;
  /** Requests a minute that the API grants one key. */
  perMinute?: number;
}
