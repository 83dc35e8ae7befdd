import { type Clock, systemClock } from "./clock.js";
import { ConfigurationError } from "../errors/errors.js";
import { feature } from "../feature.js";
import type { JobApi } from "../job-api.js";
import type { ClientOptions } from "../client-options.js";
import { defaultLimits, type Limits } from "./limits.js";
import type { RequestTurns } from "./limit-requests.js";
import type { JobPlaces } from "../submit/limit-jobs.js";
import { createSlots, type Slots } from "./slots.js";

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
  /** Where requests may go with the key: the base URL's origin, and those that the spec names beside it. */
  readonly origins: readonly string[];
  /** Puts the key, if there is one, into a request to one of these origins. */
  readonly attachKey: AttachKey | undefined;
  /** A server's words without the key, should it repeat that. */
  readonly conceal: (text: string) => string;
  readonly userAgent: string | undefined;
  /** Retries that may still be made; each success gives a part of one back. */
  readonly retries: { left: number };
  /** Where the API grants so many requests and no more. */
  readonly turns: RequestTurns | undefined;
  /** Where the API grants so many jobs at a time and no more. */
  readonly places: JobPlaces | undefined;
  /** For status requests: ten thousand waits are not ten thousand connections. */
  readonly looks: Slots;
}

export type AttachKey = (connection: Connection, request: KeyedRequest) => void | Promise<void>;

/** A request that is about to get the key. */
export interface KeyedRequest {
  url: URL;
  headers: Headers;
  signal: AbortSignal | undefined;
}

/** Checks the options; throws ConfigurationError, which never shows the key. */
export function connect(api: JobApi, options: ClientOptions): Connection {
  const { clock = systemClock, random = Math.random, userAgent } = options;
  const base = readBaseUrl(options.baseUrl ?? api.baseUrl, options.insecureHttp ?? false);
  const isSpecs = base.href === new URL(api.baseUrl).href;
  const key = readKey(options.apiKey);
  const hasRate = (api.limits.perMinute ?? api.job.poll.perSecond) !== undefined;
  const limits = { ...defaultLimits, ...options.limits };
  return {
    api,
    base,
    baseUrl: base.href.replace(/\/+$/, ""),
    fetch: options.fetch ?? globalThis.fetch.bind(globalThis),
    clock,
    random,
    limits,
    origins: [base.href, ...((isSpecs && api.servers) || [])].map((url) => new URL(url).origin),
    conceal: concealer(key),
    attachKey: key === undefined || api.auth.length === 0 ? undefined : keyAttacher(api, key),
    userAgent,
    retries: { left: 10 },
    turns: hasRate ? feature(api, "limitRequests")(api, clock) : undefined,
    places: api.features.limitJobs?.({ api, clock, limits }),
    looks: createSlots(limits.statusRequests),
  };
}

export function isOwn({ origins }: Connection, url: URL): boolean {
  return origins.includes(url.origin);
}

export function isLoopback(url: URL): boolean {
  return /^(localhost|127(\.\d+){3}|\[::1\])$/.test(url.hostname);
}

function readBaseUrl(text: string, insecureHttp: boolean): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || url.username || url.password || url.search || url.hash)
    throw new ConfigurationError("The base URL is not a URL, or holds a user, query or fragment.");
  if (url.protocol === "https:" || (url.protocol === "http:" && (insecureHttp || isLoopback(url))))
    return url;
  throw new ConfigurationError(
    `The base URL ${url.protocol}//${url.host} is not https: the API key would travel unprotected.`,
    { hint: "Use https, or allow insecureHttp if the network is yours." },
  );
}

function readKey(key: string | undefined): string | undefined {
  const trimmed = key?.trim();
  if (trimmed === undefined || /^[\x21-\x7e]+$/.test(trimmed)) return trimmed;
  throw new ConfigurationError("The API key is empty, or holds a space, a control or a non-ASCII character.");
}

/** Hides the key, its parts, and what HTTP Basic makes of it; a part that is too short for a secret may be any word. */
function concealer(key: string = ""): (text: string) => string {
  const secrets = [key, btoa(key), ...key.split(":")].filter((each) => each.length > 7);
  return (text) => secrets.reduce((rest, secret) => rest.replaceAll(secret, "***"), text);
}

/** Most keys are one header; how others go in is a feature. */
function keyAttacher(api: JobApi, key: string): AttachKey {
  const [credential, more] = api.auth;
  if (more || !credential || !("header" in credential) || credential.basic)
    return feature(api, "attachCredentials")(api, key);
  const { header, prefix } = credential;
  return (_, { headers }) => headers.set(header, prefix + key);
}
