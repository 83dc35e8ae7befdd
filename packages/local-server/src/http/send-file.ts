import type { Readable } from "node:stream";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { ByteSpan } from "../store/content-place.js";
import { RequestFaultError } from "./api-error.js";
import { attachment } from "./file-name.js";
import { parseRange } from "./parse-range.js";

export interface SentFile {
  /** A span of its bytes; undefined where it has gone. */
  open(span: ByteSpan): Promise<Readable | undefined>;
  sizeBytes: number;
  name: string;
  contentType: string;
  /** A strong validator; left out for a file that may still grow. */
  sha256: string | null;
  /** Milliseconds since 1970; left out where nothing is known. */
  modifiedAt?: number;
}

/**
 * Answers with a file or a part of it (RFC 9110: `Range`, `If-Range`, `If-Unmodified-Since`). Returns undefined if
 * the file has gone.
 *
 * @throws RequestFaultError `modified` or `range`.
 */
export async function sendFile(
  request: FastifyRequest,
  reply: FastifyReply,
  file: SentFile,
): Promise<FastifyReply | undefined> {
  const { headers } = request;
  const etag = file.sha256 === null ? undefined : `"${file.sha256}"`;
  // HTTP dates have whole seconds.
  const modifiedAt = file.modifiedAt === undefined ? undefined : Math.floor(file.modifiedAt / 1000) * 1000;
  reply.header("accept-ranges", "bytes");
  if (modifiedAt !== undefined) reply.header("last-modified", new Date(modifiedAt).toUTCString());
  if (etag) reply.header("etag", etag);
  if (isModifiedSince(headers["if-unmodified-since"], modifiedAt)) {
    throw new RequestFaultError("modified", "The file was changed after the time in If-Unmodified-Since.");
  }
  const range = rangeApplies(headers["if-range"], etag, modifiedAt)
    ? parseRange(headers.range, file.sizeBytes)
    : undefined;
  if (range === "unsatisfiable") {
    reply.header("content-range", `bytes */${file.sizeBytes}`);
    throw new RequestFaultError(
      "range",
      `The file has ${file.sizeBytes} bytes, and the range begins after them.`,
    );
  }
  const span = range ?? { start: 0, end: file.sizeBytes - 1 };
  const body = file.sizeBytes === 0 ? "" : await file.open(span);
  if (body === undefined) return undefined;
  reply
    .header("content-type", file.contentType)
    .header("content-disposition", attachment(file.name))
    .header("x-content-type-options", "nosniff");
  if (range) reply.code(206).header("content-range", `bytes ${range.start}-${range.end}/${file.sizeBytes}`);
  return reply.header("content-length", span.end - span.start + 1).send(body);
}

function isModifiedSince(header: string | undefined, modifiedAt: number | undefined): boolean {
  if (modifiedAt === undefined) return false;
  const date = header === undefined ? Number.NaN : Date.parse(header);
  return Number.isFinite(date) && modifiedAt > date;
}

function rangeApplies(
  ifRange: string | string[] | undefined,
  etag: string | undefined,
  modifiedAt: number | undefined,
): boolean {
  if (ifRange === undefined) return true;
  if (typeof ifRange !== "string") return false;
  if (ifRange.startsWith('"') || ifRange.startsWith("W/")) return ifRange === etag;
  return Date.parse(ifRange) === modifiedAt;
}
