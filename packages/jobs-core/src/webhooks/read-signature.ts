import type { WebhookSignature } from "../job-api.js";
import { WebhookMalformedError, WebhookSignatureError } from "./webhook-errors.js";

/** What the headers say about a signature. Nothing of it is proven. */
export interface ClaimedSignature {
  /** One for each secret in use while the sender rotates them. */
  signatures: readonly Uint8Array<ArrayBuffer>[];
  /** As it is signed. */
  timestamp?: string;
  id?: string;
}

/** A sender has two while it rotates its secret; each costs a hash. */
const MOST_SIGNATURES = 8;

/** Reads the signature's headers. Throws where one is missing that is signed. */
export function readSignature(scheme: WebhookSignature, headers: Headers, title: string): ClaimedSignature {
  const { header, pairs, prefix = "", encoding, signs, timestampHeader, idHeader } = scheme;
  const value = headers.get(header);
  if (!value) throw new WebhookSignatureError(`There is no ${header} header, with which ${title} signs.`);
  const parts = pairs ? readPairs(value) : [];
  const texts = pairs
    ? parts.filter(([key]) => key === pairs.signature).map(([, text]) => text)
    : value.trim().split(/,?\s+/);
  const timestamp = pairs
    ? parts.find(([key]) => key === pairs.timestamp)?.[1]
    : timestampHeader && headers.get(timestampHeader);
  const id = idHeader && headers.get(idHeader);
  for (const [name, found] of [
    ["timestamp", timestamp],
    ["id", id],
  ] as const) {
    if (signs.includes(`{${name}}`) && !found)
      throw new WebhookMalformedError(`The webhook has no ${name}, which ${title} signs.`);
  }
  const signatures = texts
    .slice(0, MOST_SIGNATURES)
    .filter((text) => text.startsWith(prefix))
    .map((text) => decode(text.slice(prefix.length), encoding))
    .filter((bytes) => bytes !== undefined);
  return { signatures, ...(timestamp && { timestamp }), ...(id && { id }) };
}

/** What is signed, byte for byte. */
export function signedBytes(
  { signs }: WebhookSignature,
  { timestamp = "", id = "" }: ClaimedSignature,
  body: Uint8Array,
): Uint8Array<ArrayBuffer> {
  const encoder = new TextEncoder();
  const parts = signs
    .split(/(\{(?:body|timestamp|id)\})/)
    .map((part) =>
      part === "{body}"
        ? body
        : encoder.encode(part === "{timestamp}" ? timestamp : part === "{id}" ? id : part),
    );
  const all = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** Milliseconds since the epoch, from seconds, milliseconds or a date. */
export function readTimestamp(text: string): number | undefined {
  const time = /^\d{1,11}$/.test(text)
    ? Number(text) * 1000
    : /^\d{12,16}$/.test(text)
      ? Number(text)
      : Date.parse(text);
  return Number.isFinite(time) ? time : undefined;
}

/** Bytes of hexadecimal or base64 text, also in base64's form for URLs; undefined where it is neither. */
export function decode(
  text: string,
  encoding: WebhookSignature["encoding"],
): Uint8Array<ArrayBuffer> | undefined {
  if (encoding === "hex") {
    if (!/^(?:[0-9a-f]{2})+$/i.test(text)) return undefined;
    return Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
  }
  const plain = text.replaceAll("-", "+").replaceAll("_", "/").replace(/=+$/, "");
  if (!/^[A-Za-z0-9+/]+$/.test(plain) || plain.length % 4 === 1) return undefined;
  return Uint8Array.from(atob(plain), (character) => character.charCodeAt(0));
}

function readPairs(value: string): [key: string, text: string][] {
  return value.split(",").map((part) => {
    const at = part.indexOf("=");
    return [part.slice(0, Math.max(at, 0)).trim(), part.slice(at + 1).trim()];
  });
}
