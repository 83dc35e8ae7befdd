import type { JobState } from "../job-api.js";

/** What an error can tell beside its message. Every field is left out where it is not known. */
export interface JobsErrorDetails {
  /** What to do next, as one sentence. */
  hint?: string;
  /** Whether the same call can succeed later without a change. */
  retryable?: boolean;
  /** Earliest sensible moment of a repeat: wall clock, milliseconds since the epoch. */
  retryAt?: number;
  /** HTTP status of the answer. */
  status?: number;
  /** The API's own machine code. */
  providerCode?: string;
  /** The API's id of the request or of the failed job's error, for its support. */
  requestId?: string;
  /** Provider id, for example `castdoc`. */
  provider?: string;
  kind?: string;
  jobId?: string;
  /** Resumes the job in any process: `client.resume(token)`. */
  token?: string;
  /** The job's state, where it is the reason. */
  state?: JobState;
  /** The request provably never reached the API. */
  undelivered?: boolean;
  cause?: unknown;
}

const marker: unique symbol = Symbol.for("docjobs.error");

/** Root of every error that docjobs throws. Holds no request, no response and no key. */
export class JobsError extends Error {
  /** The class's machine code; stable, for example `wait_timeout`. */
  static readonly code: string = "unexpected";
  /** The next step, where the thrower knows no better one. */
  static readonly hint: string = "Please report this.";
  declare readonly hint: string;
  declare readonly retryable: boolean;
  declare readonly retryAt?: number;
  declare readonly status?: number;
  declare readonly providerCode?: string;
  declare readonly requestId?: string;
  declare readonly provider?: string;
  declare readonly kind?: string;
  declare readonly jobId?: string;
  declare readonly token?: string;
  declare readonly state?: JobState;
  declare readonly undelivered?: boolean;
  readonly code: string;

  constructor(message: string, details: JobsErrorDetails = {}) {
    super(message, details);
    const { code, hint } = this.constructor as typeof JobsError;
    Object.assign(this, { hint, retryable: false }, details);
    this.code = code;
    this.name = nameOf(code);
    Object.defineProperty(this, marker, { value: true });
  }

  /** Like `instanceof`, and true as well for an error made by another copy of this package. */
  static isInstance<T extends typeof JobsError>(this: T, value: unknown): value is InstanceType<T> {
    if (typeof value !== "object" || value === null || !(marker in value)) return false;
    return this.code === JobsError.code || (value as { code?: unknown }).code === this.code;
  }
}

/** `wait_timeout` -> `WaitTimeoutError`; the class's own name does not survive a minifier. */
function nameOf(code: string): string {
  const words = code === JobsError.code ? "jobs" : code;
  return words.replace(/(?:^|_)(.)/g, (_, letter: string) => letter.toUpperCase()) + "Error";
}
