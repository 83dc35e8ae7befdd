/** One request. */
export interface Call {
  url: URL;
  method?: string;
  headers?: RequestInit["headers"];
  body?: RequestInit["body"];
  signal?: AbortSignal | undefined;
  /** Size of a file in the body, for the time that it may take. */
  bodyBytes?: number;
  /** Kept up to date while the body is read, where the runtime lets that be seen. */
  activity?: Activity;
  /** What a good answer holds: JSON, a file, or (`any`) what its type says. Default JSON; so is every error. */
  holds?: "json" | "file" | "any";
  /** Sent instead of `body`, for a body that only a Request holds. */
  request?: Request;
  /** Time that the server was asked to hold its answer back. */
  heldMs?: number;
  /** Redirects of the API that are answers in themselves. */
  redirects?: readonly number[] | undefined;
  /** Sent without the key and with no headers but these: to storage that the API has named, or for a token. */
  isBare?: boolean;
}

/** How the reading of a body goes. */
export interface Activity {
  /** When it was last read, in monotonic time. */
  lastAt?: number;
  /** Ends the exchange where the body cannot be read. */
  fail?(error: unknown): void;
}
