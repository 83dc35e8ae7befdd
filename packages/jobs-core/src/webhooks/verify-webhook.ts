import type { CallOptions } from "../http/call-options.js";
import { ConfigurationError } from "../errors/errors.js";
import type { JobDeclaration, WebhookSignature } from "../job-api.js";
import { isJobId } from "../job/job-id.js";
import { writeToken } from "../job/job-token.js";
import { readText } from "../job/place.js";
import { isSignedWith } from "./is-signed-with.js";
import { type ClaimedSignature, readSignature, readTimestamp, signedBytes } from "./read-signature.js";
import {
  WebhookMalformedError,
  WebhookSignatureError,
  WebhookTimestampError,
  WebhookTooLargeError,
  WebhookUnsignedError,
} from "./webhook-errors.js";
import type { SignedWebhook, WebhookEvent } from "./webhook-event.js";

/** The headers of a request: a Headers object, or Node's `request.headers`. */
export type WebhookHeaders =
  Pick<Headers, "get" | "forEach"> | Readonly<Record<string, string | readonly string[] | undefined>>;

export interface WebhookOptions {
  /** The descriptor of the API that sends, for example `convertFastApi` of `@docjobs/convert-fast`. */
  api: JobDeclaration;
  headers: WebhookHeaders;
  /** The bytes as they came. A body that was parsed and written again has another signature. */
  body: Uint8Array | ArrayBuffer | string;
  /** The secret that was given with the submit; several while it is being changed. */
  secrets?: string | readonly string[] | undefined;
  /** How the API signs, where the descriptor does not know it or the API does otherwise. */
  signature?: WebhookSignature | undefined;
  /**
   * What to do where the API signs nothing: refuse (default), or take the job's id to wake a wait with. One that an API
   * signs is verified all the same.
   */
  unsigned?: "refuse" | "wake" | undefined;
  /** How far a signed time may be from now, both ways. Default: the descriptor's, else 300,000. */
  toleranceMs?: number | undefined;
  /** Milliseconds since the epoch. Default: now. */
  now?: number | undefined;
  /** Default: 1 MiB. */
  maxBytes?: number | undefined;
}

/** What can look at a job by its id: any client of the API. */
export interface WebhookReader<Snapshot> {
  readonly provider: string;
  find(
    id: string,
    options?: CallOptions,
  ): Promise<{ readonly latest?: Snapshot | undefined; snapshot(options?: CallOptions): Promise<Snapshot> }>;
}

const TOLERANCE_MS = 300_000;
const MOST_BYTES = 1_048_576;

/**
 * Makes sure that a delivery is the API's own, and says which job and which event it is about. With `client`, the job is read
 * through the API as well (one request), so that a late or repeated delivery does no harm: `snapshot` is the job as it is now.
 *
 * Throws a WebhookError for what is no webhook of the API, and ConfigurationError for a missing secret.
 */
export function verifyWebhook<Snapshot>(
  options: WebhookOptions & { unsigned: "wake"; client: WebhookReader<Snapshot>; signal?: AbortSignal },
): Promise<WebhookEvent & { readonly snapshot: Snapshot }>;
export function verifyWebhook<Snapshot>(
  options: WebhookOptions & {
    unsigned?: "refuse" | undefined;
    client: WebhookReader<Snapshot>;
    signal?: AbortSignal;
  },
): Promise<SignedWebhook & { readonly snapshot: Snapshot }>;
export function verifyWebhook(options: WebhookOptions & { unsigned: "wake" }): Promise<WebhookEvent>;
export function verifyWebhook(
  options: WebhookOptions & { unsigned?: "refuse" | undefined },
): Promise<SignedWebhook>;
export async function verifyWebhook(
  options: WebhookOptions & { client?: WebhookReader<unknown>; signal?: AbortSignal },
): Promise<WebhookEvent & { snapshot?: unknown }> {
  const { api, client, signal } = options;
  if (client && client.provider !== api.provider)
    throw new ConfigurationError(`The client is ${client.provider}'s, the descriptor ${api.provider}'s.`);
  const event = await readEvent(options);
  if (!client) return event;
  const job = await client.find(event.jobId, { signal });
  return { ...event, snapshot: job.latest ?? (await job.snapshot({ signal })) };
}

async function readEvent(options: WebhookOptions): Promise<WebhookEvent> {
  const { api, unsigned = "refuse", maxBytes = MOST_BYTES } = options;
  if (!sendsWebhooks(api)) throw new ConfigurationError(`${api.title} sends no webhooks.`);
  const body = readBody(options.body);
  if (body.length > maxBytes)
    throw new WebhookTooLargeError(`The webhook has ${body.length} bytes, more than ${maxBytes}.`);
  const headers = readHeaders(options.headers);
  const scheme = options.signature ?? api.webhook?.signature;
  if (!scheme && unsigned === "refuse")
    throw new WebhookUnsignedError(
      `Nothing says how ${api.title} signs its webhooks, so nothing proves this one.`,
    );
  const claimed = scheme && (await verify(options, scheme, headers, body));
  const payload = parse(body);
  const { jobId: idPlace = api.job.id, eventId: eventPlace } = api.webhook ?? {};
  const jobId = readText(idPlace, payload, { headers });
  if (!isJobId(jobId)) throw new WebhookMalformedError(`The webhook names no job of ${api.title}.`);
  const kind = readKind(api, payload);
  const now = options.now ?? Date.now();
  const delivered = {
    provider: api.provider,
    jobId,
    ...(kind !== undefined && { kind, token: writeToken(api.provider, { kind, id: jobId, since: now }) }),
    eventId:
      (scheme?.signs.includes("{id}") && claimed?.id) ||
      readText(eventPlace, payload, { headers }) ||
      (await digest(body)),
  };
  if (!claimed) return { signed: false, ...delivered };
  const { sentAt } = claimed;
  return { signed: true, ...delivered, ...(sentAt !== undefined && { sentAt }), payload };
}

/** The signature first: whoever cannot sign learns nothing about the clock. */
async function verify(
  { api, secrets = [], toleranceMs, now = Date.now() }: WebhookOptions,
  scheme: WebhookSignature,
  headers: Headers,
  body: Uint8Array,
): Promise<ClaimedSignature & { sentAt?: number }> {
  const known = [secrets].flat();
  if (known.length === 0)
    throw new ConfigurationError(`${api.title} signs its webhooks: verifyWebhook needs the secret.`);
  const claimed = readSignature(scheme, headers, api.title);
  if (!(await isSignedWith(scheme, known, claimed.signatures, signedBytes(scheme, claimed, body))))
    throw new WebhookSignatureError(`The webhook is not signed with a secret that is known here.`);
  if (!scheme.signs.includes("{timestamp}")) return claimed;
  const sentAt = readTimestamp(claimed.timestamp ?? "");
  if (sentAt === undefined) throw new WebhookMalformedError("The webhook's timestamp is none.");
  const mostMs = toleranceMs ?? (scheme.toleranceSeconds ? scheme.toleranceSeconds * 1000 : TOLERANCE_MS);
  const lateMs = now - sentAt;
  if (Math.abs(lateMs) <= mostMs) return { ...claimed, sentAt };
  const seconds = Math.round(Math.abs(lateMs) / 1000);
  throw new WebhookTimestampError(
    `The webhook was signed ${seconds} s ${lateMs > 0 ? "ago" : "from now"}; ${mostMs / 1000} s are allowed.`,
  );
}

function sendsWebhooks({ webhook, kinds }: JobDeclaration): boolean {
  return webhook !== undefined || Object.values(kinds).some(({ input }) => input.webhook);
}

function readBody(body: WebhookOptions["body"]): Uint8Array {
  if (typeof body === "string") return new TextEncoder().encode(body);
  if (body instanceof Uint8Array) return body;
  if (Object.prototype.toString.call(body) === "[object ArrayBuffer]") return new Uint8Array(body);
  throw new ConfigurationError(
    "The webhook's body must be the bytes as they came, not what was parsed from them.",
  );
}

function readHeaders(given: WebhookHeaders): Headers {
  const headers = new Headers();
  const add = (value: string | readonly string[] | undefined, name: string): void => {
    for (const each of [value ?? []].flat() as string[]) headers.append(name, each);
  };
  if (typeof given.forEach === "function") (given as Headers).forEach(add);
  else for (const [name, value] of Object.entries(given)) add(value as string, name);
  return headers;
}

function parse(body: Uint8Array): object {
  try {
    const value: unknown = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body));
    if (typeof value === "object" && value !== null) return value;
  } catch {
    // The parser's own error quotes the body.
  }
  throw new WebhookMalformedError("The webhook's body is no JSON object.");
}

/** The kind that the payload names; the only one, where it names none. */
function readKind({ job, kinds }: JobDeclaration, payload: unknown): string | undefined {
  const word = readText(job.kind, payload);
  const ids = Object.keys(kinds);
  return word === undefined && ids.length === 1 ? ids[0] : ids.find((id) => (kinds[id]?.word ?? id) === word);
}

async function digest(body: Uint8Array): Promise<string> {
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", new Uint8Array(body)));
  return `sha256:${Array.from(hash, (byte) => byte.toString(16).padStart(2, "0")).join("")}`;
}
