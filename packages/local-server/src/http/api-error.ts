/** An HTTP answer that is not a success; each API writes it in its own form. */
export class ApiError extends Error {
  readonly status: number;
  /** The API's machine-readable code; some APIs have none. */
  readonly code: string | undefined;
  /** What the API's body has beyond code and text. */
  readonly fields: Readonly<Record<string, unknown>>;
  readonly headers: Readonly<Record<string, string>>;

  constructor(options: {
    status: number;
    code?: string;
    /** Text for people; null where the API documents none. */
    message: string | null;
    fields?: Record<string, unknown>;
    headers?: Record<string, string>;
  }) {
    super(options.message ?? "");
    this.name = "ApiError";
    this.status = options.status;
    this.code = options.code;
    this.fields = options.fields ?? {};
    this.headers = options.headers ?? {};
  }
}

/** What can be wrong with a request before a handler sees it; each API has its own status and code for it. */
export type RequestFault =
  | "unauthorized"
  | "forbidden"
  | "unknown-route"
  | "unknown-resource"
  | "invalid"
  | "malformed"
  | "media-type"
  | "too-large"
  | "expired"
  | "modified"
  | "range"
  | "rate-limited"
  | "unavailable"
  | "disk-full"
  | "fault-header"
  | "internal";

/** A refusal found by a part that serves all APIs. */
export class RequestFaultError extends Error {
  readonly fault: RequestFault;
  /** When to ask again. */
  readonly retryAfterSeconds: number | undefined;

  constructor(fault: RequestFault, message: string, retryAfterSeconds?: number) {
    super(message);
    this.retryAfterSeconds = retryAfterSeconds;
    this.name = "RequestFaultError";
    this.fault = fault;
  }
}

/** The header that says when to ask again, if that is known. */
export function retryAfterHeader(seconds: number | undefined): Record<string, string> {
  return seconds === undefined ? {} : { "retry-after": String(seconds) };
}
