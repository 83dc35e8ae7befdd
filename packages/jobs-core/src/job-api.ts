import type { JobFeatures } from "./job-features.js";

/**
 * An asynchronous document API's job lifecycle: data, and the functions that the data needs. The generator writes one
 * from the `x-job` part of an OpenAPI file (see specs/README.md for what each declaration means).
 */
export interface JobApi extends JobDeclaration {
  /** From `@docjobs/jobs-core/features`, so that a client carries what its API has and nothing else. */
  features: JobFeatures;
}

/** A job lifecycle as data. */
export interface JobDeclaration {
  /** Provider id, for example `convert-fast`. */
  provider: string;
  /** Name for people, for example `convert.fast`. */
  title: string;
  /** Where the API lives: the first server of the spec. */
  baseUrl: string;
  /** Other servers of operations here: they get the key too, while the base URL is the spec's own. */
  servers?: readonly string[];
  /** What carries the API key. Several parts share one key, `first:second`, in this order. */
  auth: readonly Credential[];
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
  /** How the API signs the webhooks that it sends. */
  webhook?: Webhook;
}

/** The six states that every API's words are mapped to. */
export type JobState = "queued" | "running" | "succeeded" | "failed" | "canceled" | "expired";

/**
 * A JSON Pointer (RFC 6901) into a response body, `$response.header.NAME`, `$statusCode`, or `$request.path.NAME`: what
 * the request had in its path. In a pointer, `*` stands for every item, and `*name=value` for every item like that.
 */
export type Place = string;

export interface Operation {
  /** The spec's operationId. */
  id: string;
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Path template, for example `/convert/job/{id}`. */
  path: string;
  /** Query parameters that always have the same value. */
  query?: Readonly<Record<string, string>>;
  /** Headers that always have the same value. */
  headers?: Readonly<Record<string, string>>;
  /** Where it lives, if not at the base URL; only while the base URL is the spec's own. */
  server?: string;
}

/** An operation on one job, with the path parameter that takes the job's id. */
export interface JobOperation extends Operation {
  parameter: string;
  /** The field of the JSON body that takes the id, where no parameter does: a name, or a JSON Pointer. */
  field?: string;
  /** A JSON body that it always has. */
  body?: unknown;
  /** Those of `under` that are fields of the JSON body. */
  keys?: readonly string[];
  /** The path parameters before it, where a job is found under more than its id: the id is then `first~second`. */
  under?: readonly string[];
}

/** One part of the key, and what carries it. */
export type Credential =
  | AuthHeader
  /** A query parameter. */
  | { query: string }
  /** OAuth 2 client credentials (RFC 6749, 4.4): the key is `id:secret` and is changed for a token there. */
  | {
      tokenUrl: string;
      scope: string;
      /** Both go in the form, in place of HTTP Basic. */
      inForm?: true;
    };

export interface AuthHeader {
  /** For example `Authorization` or `X-API-Key`. */
  header: string;
  /** Text before the key, for example `Bearer `. */
  prefix: string;
  /** HTTP Basic: the key is `user:password`. */
  basic?: true;
}

export interface ProblemPlaces {
  code: readonly Place[];
  message: readonly Place[];
  requestId: readonly Place[];
  /** Seconds after which a repeat is welcome. */
  retryAfter?: readonly Place[];
}

export interface JobResource {
  get: JobOperation;
  /** Where the answer repeats the job's id; another id there is refused. */
  id?: Place;
  /** What a job is found under, beside path parameters: where the submit's answer holds it. */
  keys?: Readonly<Record<string, Place>>;
  /** Where the answer names the job's kind, when the API has several; the kind's own word is `JobKind.word`. */
  kind?: Place;
  status: StatusWords;
  /** `ratio` goes from 0 to 1; `done` is how much of `total`. */
  progress?: { percent?: Place; ratio?: Place; done?: Place; total?: Place; phase?: Place };
  error?: { code?: Place; message?: Place; requestId?: Place };
  times?: { created?: Place; started?: Place; updated?: Place; completed?: Place; expires?: Place };
  /** True where the times are numbers: seconds or milliseconds since 1970. */
  unixTimes?: true;
  gone: {
    /** HTTP status codes of the get operation for a job that is unknown, foreign or expired. */
    statuses: readonly number[];
    /** Null here, on a job that succeeded, means that the result has expired. */
    nullAt?: Place;
  };
  poll: PollAdvice;
}

export interface StatusWords {
  at: Place;
  /** The API's words and what they mean. A word that is not here counts as running. */
  states: Readonly<Record<string, JobState>>;
  /** Words that mean succeeded, with some of the result missing. */
  partial?: readonly string[];
  /** The state where no word stands there. */
  absent?: JobState;
  /** Anything but null here means that the job failed. */
  failedAt?: Place;
}

export interface PollAdvice {
  minMs: number;
  maxMs: number;
  /** Server-side wait: holds the answer back until the job ends, at most this many seconds. */
  wait?: ServerWait;
  /** Where the answer says after how many seconds the next look makes sense. */
  after?: Place;
  /** Status requests a second that the API grants one job. */
  perSecond?: number;
  /** Status requests that it grants at once before `perSecond` counts. */
  burst?: number;
}

/** What asks for it: a query parameter, a header (its value with `{seconds}` in it), or an operation that waits. */
export interface ServerWait {
  parameter?: string;
  header?: { name: string; value: string };
  operation?: JobOperation;
  maxSeconds: number;
}

/** What a refusal looks like: an HTTP status, and a code in the body where the API has one. */
export interface Refusal {
  status: number;
  code?: string;
}

/** Ends or removes a job. */
export interface JobAction extends JobOperation {
  /** Where the job holds the URL to call, in place of the path. */
  url?: Place;
  /** The states in which the API does it. */
  from: readonly JobState[];
  refused?: Refusal;
}

export type Cancel = JobAction;
export type Delete = JobAction;

export interface List extends Operation {
  /** Where the answer holds the array of jobs. */
  items: Place;
  /** How it goes on; absent where one answer holds all jobs. */
  pages?: Pages;
  /** The query parameter that takes how many jobs a page may have. */
  size?: { parameter: string; most?: number };
  /** Parameters that a caller has to give. */
  required?: readonly string[];
  /** Where a listed job has what stands elsewhere in the job itself. */
  jobId?: Place;
  status?: StatusWords;
  /** Path parameters that a job is found under, from places in a listed job. */
  under?: Readonly<Record<string, Place>>;
}

/** How a list goes on behind one of its pages. */
export interface Pages {
  /** Where an answer holds the token of the next page; its URL where there is no `parameter`. */
  next?: Place;
  /** The query parameter that takes the token, or what `by` says. */
  parameter?: string;
  /** What the parameter takes, where that is no token: how many items came before, or the last one's id. */
  by?: "number" | "offset" | "last-id";
  /** The first page's number, if not 1. */
  first?: number;
  /** Where an answer says, by a truth value, whether there is another page. */
  more?: Place;
  /** Where an answer says how many items all pages have. */
  total?: Place;
}

/** A first request that takes the file, or that says where it goes. */
export interface Upload extends Operation {
  /** The multipart part that takes the file; absent where the body is the file, or where the file goes elsewhere. */
  part?: string;
  /** Fields of the first request's body that are always the same. */
  fields?: Readonly<Record<string, unknown>>;
  /** Where the answer holds the id that a submit refers to; not used where the submit is the first request. */
  id: Place;
  /** Where the answer says when the uploaded file is deleted. */
  expires?: Place;
  maxBytes?: number;
  /** What the first request says about the file: fields of its JSON body, or parameters. */
  about?: { name?: UploadField; contentType?: UploadField; sizeBytes?: UploadField };
  /** True where the submit is the first request: the file follows it. */
  afterSubmit?: true;
  /** Then the file goes to a URL of the answer, without the key. */
  put?: { url: Place; method: "PUT" | "POST"; headers?: Place };
  /** Then the file goes to a URL of the answer as a form, behind the fields that the answer holds. */
  form?: { url: Place; fields: Place; part: string };
  /** Then the file goes in pieces. */
  chunks?: UploadChunks;
  /** At last, an operation that says that it is there. */
  complete?: UploadStep;
}

/** In a path, a file's name is made the only one of its kind. */
export interface UploadField {
  in: "body" | "path" | "query" | "header";
  name: string;
}

/** A later request about an upload; its path parameters by places in the first answer. */
export interface UploadStep extends Operation {
  parameters: Readonly<Record<string, Place>>;
}

export interface UploadChunks extends UploadStep {
  sizeBytes: number;
  /** Takes the offset of a piece; the header Content-Range takes the whole range. */
  offset: UploadField;
  part?: string;
}

export interface JobKind {
  /** One line for people. */
  title: string;
  /** The API's own word for this kind in `JobResource.kind`. */
  word?: string;
  submit: Submit;
  input: KindInput;
  /** Tells what a submit would cost. */
  estimate?: Estimate;
  result: KindResult;
}

/** What its parameters and the fields of its JSON body take: an {@link EstimateSource}. */
export interface Estimate extends Operation {
  parameters: Readonly<Record<string, EstimateSource>>;
  fields?: Readonly<Record<string, EstimateSource>>;
  /** Fields of the body that are always the same. */
  body?: Readonly<Record<string, unknown>>;
  /** Parameters and fields that it cannot do without. */
  required: readonly string[];
  /** Where the answer holds how much. */
  amount: Place;
  /** Where it says of what, or `=text`. */
  unit: Place;
}

/** A field of the input, `$file.format`, `$file.name`, `$file.sizeBytes`, or `=text`. */
export type EstimateSource = string;

export interface Submit extends Operation {
  /** Where the answer holds the new job's id, or the job's URL. Absent: the id that the client chose. */
  jobId?: Place;
  /** `file`: the body is the file itself; `none`: there is none. */
  content: "application/json" | "multipart/form-data" | "application/x-www-form-urlencoded" | "file" | "none";
  /** Input fields that are parameters. */
  parameters?: Readonly<Record<string, "path" | "query" | "header">>;
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
  file?: FileInput;
  /** A document that the API fetches itself. `field` is a name, or a JSON Pointer into the body. */
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

/** `field` is a name, or a JSON Pointer into the body; absent where the body is the file, or where nothing refers to it. */
export interface FileInput {
  field?: string;
  upload?: string;
  formats: readonly string[];
  /** The field takes an array: several files may be given. */
  many?: true;
  /** The field takes the file's bytes as base64 text. */
  base64?: true;
  /** Of a file that goes in the submit itself. */
  maxBytes?: number;
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

/** A place with `*` in a file's or a URL's declaration gives as many files as it finds values. */
export type KindResult =
  /** A file behind an operation of the API. */
  | {
      type: "file";
      operation: Operation;
      /** Path and query parameters, from places in the job, or `=value`. */
      parameters: Readonly<Record<string, Place>>;
      /** Those of them that are fields of a JSON body. */
      fields?: readonly string[];
      name?: Place;
      contentType?: Place;
      sizeBytes?: Place;
      sha256?: Place;
      fileCount?: Place;
      many?: true;
    }
  /** A file behind a URL in the job; the key is sent only if the URL is at the API's own origin. */
  | {
      type: "url";
      at: Place;
      /** No URL but the file itself stands there, as base64 text. */
      base64?: true;
      name?: Place;
      contentType?: Place;
      sizeBytes?: Place;
      sha256?: Place;
      many?: true;
    }
  /** Data in the job itself, or in the answer of another operation. */
  | { type: "inline"; at: Place; from?: DataSource };

/** Where a result is that is no data. */
export type FilePlace = Exclude<KindResult, { type: "inline" }>;

/** The operation that gives a result's data. */
export interface DataSource extends Operation {
  parameters: Readonly<Record<string, Place>>;
  /** How it goes on; absent where one answer holds it all. */
  pages?: Pages;
}

export interface Limits {
  /** Jobs queued or running that the API grants one account. */
  inFlight?: number;
  /** Requests a minute that the API grants one key. */
  perMinute?: number;
}

/** How a webhook is told from a forged one. */
export interface Webhook {
  /** Where the payload holds the job's id. */
  jobId?: Place;
  /** Where the payload, or a header of it, holds an id that is the same in every delivery of one event. */
  eventId?: Place;
  signature?: WebhookSignature;
}

export interface WebhookSignature {
  header: string;
  algorithm: "hmac-sha1" | "hmac-sha256" | "hmac-sha512";
  encoding: "hex" | "base64";
  /** Text before the signature, for example `sha256=`. */
  prefix?: string;
  /** What is signed: `{body}`, `{timestamp}` and `{id}` stand for themselves. */
  signs: string;
  timestampHeader?: string;
  idHeader?: string;
  /** Keys in a header like `t=1,v1=abc`. */
  pairs?: { timestamp: string; signature: string };
  /** The secret is base64 behind this prefix, for example `whsec_`. */
  secretPrefix?: string;
  toleranceSeconds?: number;
}
