import { IntegrityError } from "../errors/errors.js";

/** A SHA-256 digest in lower-case hexadecimal, of hexadecimal or base64 text; undefined for anything else. */
export function asSha256(text: string | undefined): string | undefined {
  const [, digest = ""] = /^(?:sha-?256[:=-])?(.*)$/is.exec(text ?? "") ?? [];
  if (/^[\da-f]{64}$/i.test(digest)) return digest.toLowerCase();
  return /^[\w+/]{43}=$/.test(digest)
    ? toHex([...atob(digest)].map((byte) => byte.charCodeAt(0)))
    : undefined;
}

/** The digest of a whole file in the headers of an answer that holds it or a part of it (RFC 9530, RFC 3230, S3). */
export function readSha256(headers: Headers): string | undefined {
  const field = headers.get("repr-digest") ?? headers.get("digest") ?? "";
  const [, digest] = /(?:^|,)\s*sha-256=:?([^:,\s]+)/i.exec(field) ?? [];
  return asSha256(digest ?? headers.get("x-amz-checksum-sha256") ?? undefined);
}

/** Throws IntegrityError for other bytes than those that the digest stands for; a page without https cannot tell. */
export async function checkSha256(bytes: Uint8Array<ArrayBuffer>, wanted: string | undefined): Promise<void> {
  if (wanted === undefined || !globalThis.crypto?.subtle) return;
  checkDigest(toHex(new Uint8Array(await crypto.subtle.digest("SHA-256", bytes))), wanted);
}

export function checkDigest(actual: string, wanted: string | undefined): void {
  if (wanted === undefined || actual === wanted) return;
  throw new IntegrityError(`The result's SHA-256 should be ${wanted}, but is ${actual}.`, {
    retryable: true,
  });
}

function toHex(bytes: Iterable<number>): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
