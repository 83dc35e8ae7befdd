import "@fastify/multipart";
import type { FastifyRequest } from "fastify";
import type { ServerContext } from "../server-context.js";
import type { HeldBlob } from "../store/blob-store.js";
import { DatabaseAwayError } from "../store/database-away-error.js";
import { StorageAwayError } from "../store/storage-away-error.js";
import { RequestFaultError } from "./api-error.js";
import { cleanFileName } from "./file-name.js";

export interface ReceivedUpload {
  /** The uploaded file, if there is one; release it when a row names it, discard it when it is refused. */
  file?: { blob: HeldBlob; name: string };
  /** The other fields; the first value of each. */
  fields: ReadonlyMap<string, string>;
}

export interface UploadLimits {
  /** The multipart part that takes the file. */
  fileField: string;
  maxBytes: number;
}

/** Far more than any of the APIs has. */
const maxFields = 32;
const maxFieldBytes = 64 * 1024;
/** Room for the other parts of a form. */
const overheadBytes = maxFields * maxFieldBytes;

/**
 * Reads a multipart body, the file straight to disk.
 *
 * @throws RequestFaultError `malformed` or `too-large`; nothing is left on disk then.
 */
export async function receiveUpload(
  request: FastifyRequest,
  { blobs, discard }: Pick<ServerContext, "blobs" | "discard">,
  limits: UploadLimits,
): Promise<ReceivedUpload> {
  // What says that it is too large need not be sent first.
  if (Number(request.headers["content-length"] ?? 0) > limits.maxBytes + overheadBytes) {
    throw tooLarge(limits.maxBytes);
  }
  const fields = new Map<string, string>();
  let file: ReceivedUpload["file"];
  try {
    const parts = request.parts({
      limits: {
        fileSize: limits.maxBytes,
        files: 1,
        fields: maxFields,
        parts: maxFields + 1,
        fieldSize: maxFieldBytes,
        fieldNameSize: 100,
        headerPairs: 20,
      },
    });
    for await (const part of parts) {
      if (part.type === "field") {
        if (part.valueTruncated) throw tooLongField(part.fieldname);
        if (!fields.has(part.fieldname)) fields.set(part.fieldname, fieldText(part.value));
        continue;
      }
      if (part.fieldname !== limits.fileField) {
        throw new RequestFaultError(
          "malformed",
          `The file came as part ${JSON.stringify(part.fieldname)}. Send it as ${JSON.stringify(limits.fileField)}.`,
        );
      }
      // Without this the part would be read to its end before anybody is told.
      part.file.once("limit", () => part.file.destroy(tooLarge(limits.maxBytes)));
      const blob = await blobs.write(part.file);
      file = { blob, name: cleanFileName(part.filename) };
      if (part.file.truncated) throw tooLarge(limits.maxBytes);
    }
    return { ...(file ? { file } : {}), fields };
  } catch (error) {
    if (file) await discard(file.blob);
    // What is still on its way is read and dropped, so that the client gets to see the answer.
    request.raw.unpipe();
    request.raw.resume();
    throw uploadFault(error, limits.maxBytes);
  }
}

function fieldText(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

function uploadFault(error: unknown, maxBytes: number): unknown {
  if (error instanceof RequestFaultError) return error;
  if (error instanceof DatabaseAwayError || error instanceof StorageAwayError) return error;
  const { code, syscall } = error as { code?: unknown; syscall?: unknown };
  // A full disk or the like is not the caller's fault.
  if (typeof syscall === "string") return error;
  if (code === "FST_REQ_FILE_TOO_LARGE") return tooLarge(maxBytes);
  if (code === "FST_FILES_LIMIT") {
    return new RequestFaultError("malformed", "The request has more than one file. Send one at a time.");
  }
  if (code === "FST_FIELDS_LIMIT" || code === "FST_PARTS_LIMIT") {
    return new RequestFaultError("malformed", `The request has more than ${maxFields} fields.`);
  }
  const message = error instanceof Error ? error.message : String(error);
  return new RequestFaultError(
    "malformed",
    `The multipart body cannot be read (${message}). Let your HTTP client build it.`,
  );
}

function tooLarge(maxBytes: number): RequestFaultError {
  return new RequestFaultError(
    "too-large",
    `A file may have ${Math.floor(maxBytes / 1024 ** 2)} MB at most.`,
  );
}

function tooLongField(name: string): RequestFaultError {
  return new RequestFaultError("malformed", `The field ${JSON.stringify(name)} is longer than 64 KB.`);
}
