import { type Clock, systemClock } from "./clock.js";
import { ConfigurationError } from "./errors.js";
import type { JobApi } from "./job-api.js";
import type { ClientOptions } from "./jobs-client.js";
import { defaultLimits, type Limits } from "./limits.js";
import { createTokenBucket, type TokenBucket } from "./token-bucket.js";

/** What every request of one client shares. Internal: it holds the key. */
export interface Connection {
  readonly api: JobApi;
  readonly base: URL;
  /** The base URL as text, without a trailing slash. */
  readonly baseUrl: string;
  readonly fetch: typeof globalThis.fetch;
  readonly clock: Clock;
  readonly random: () => number;
  readonly limits: Limits;
  /** Headers for the API's own origin: key and user agent. */
  readonly ownHeaders: readonly (readonly [string, string])[];
  readonly hasKey: boolean;
  /** Retries that may still be made; each success gives a part of one back. */
  readonly retries: { left: number };
  /** A turn for a status request. */
  readonly statusTurn: TokenBucket;
}

/** Checks the options; throws ConfigurationError, which never shows the key. */
export function connect(api: JobApi, options: ClientOptions): Connection {
  const { clock = systemClock, random = Math.random, userAgent } = options;
  const base = readBaseUrl(options.baseUrl ?? api.baseUrl, options.insecureHttp ?? false);
  const key = readKey(options.apiKey);
  const ownHeaders =
    key === undefined ? [] : api.auth.map(({ header, prefix }) => [header, prefix + key] as const);
  const { perSecond, burst = 1 } = api.job.poll;
  return {
    api,
    base,
    baseUrl: base.href.replace(/\/+$/, ""),
    fetch: options.fetch ?? globalThis.fetch.bind(globalThis),
    clock,
    random,
    limits: { ...defaultLimits, ...options.limits },
    ownHeaders: userAgent === undefined ? ownHeaders : [...ownHeaders, ["user-agent", userAgent]],
    hasKey: key !== undefined,
    retries: { left: 10 },
    statusTurn: perSecond === undefined ? async () => {} : createTokenBucket(clock, perSecond, burst),
  };
}

export function isLoopback(url: URL): boolean {
  return /^(localhost|127(\.\d+){3}|\[::1\])$/.test(url.hostname);
}

function readBaseUrl(text: string, insecureHttp: boolean): URL {
  if (!URL.canParse(text)) throw new ConfigurationError("The base URL is not a URL.");
  const url = new URL(text);
  if (url.username || url.password || url.search || url.hash) {
    throw new ConfigurationError(`The base URL for ${url.host} must hold no user, query or fragment.`);
  }
  if (url.protocol === "https:" || (url.protocol === "http:" && (insecureHttp || isLoopback(url))))
    return url;
  throw new ConfigurationError(
    `The base URL ${url.protocol}//${url.host} is not https, so the API key would travel unprotected.`,
    { hint: "Use https, or allow insecureHttp if the network is yours." },
  );
}

function readKey(key: string | undefined): string | undefined {
  const trimmed = key?.trim();
  if (trimmed === undefined || /^[\x21-\x7e]+$/.test(trimmed)) return trimmed;
  throw new ConfigurationError(
    trimmed === ""
      ? "The API key is empty."
      : "The API key holds a character that no key has (space, control or non-ASCII).",
  );
}
