import type { Clock } from "./http/clock.js";
import type { LimitOptions } from "./http/limits.js";

export interface ClientOptions {
  /** Sent to the base URL's own origin and nowhere else. */
  apiKey?: string | undefined;
  /** Default: the API's documented server. */
  baseUrl?: string | undefined;
  /** Default: the global fetch. */
  fetch?: typeof globalThis.fetch | undefined;
  clock?: Clock | undefined;
  /** 0 <= x < 1, for jitter. Default: Math.random. */
  random?: (() => number) | undefined;
  limits?: LimitOptions | undefined;
  /** User-Agent header, where the runtime lets it be set. */
  userAgent?: string | undefined;
  /** Allows plain http to a host that is not this machine: the key then travels unprotected. */
  insecureHttp?: boolean | undefined;
}
