import type { Wire, WireRequest } from "../support/raw-server.js";
import { DOCX } from "./press.js";

export interface StoredObject {
  bytes: Buffer;
  etag?: string;
  headers?: Record<string, string>;
}

/** An object of a storage that knows Range and If-Range (RFC 9110, 14). */
export function serveObject(
  { headers }: WireRequest,
  wire: Wire,
  { bytes, etag, headers: more }: StoredObject,
): void {
  const shared = { "Content-Type": DOCX, "Accept-Ranges": "bytes", ...(etag && { ETag: etag }), ...more };
  const from = Number(/^bytes=(\d+)-$/.exec(headers["range"] ?? "")?.[1] ?? NaN);
  const isSame = headers["if-range"] === undefined || headers["if-range"] === etag;
  if (Number.isNaN(from) || !isSame) return wire.answer(200, bytes, shared);
  const range = `bytes ${from}-${bytes.length - 1}/${bytes.length}`;
  wire.answer(206, bytes.subarray(from), { ...shared, "Content-Range": range });
}
