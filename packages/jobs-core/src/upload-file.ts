import { callApi } from "./call-api.js";
import type { Connection } from "./connection.js";
import { BadResponseError, InputFileError } from "./errors.js";
import type { Upload } from "./job-api.js";
import type { SubmitOptions, UploadProgress } from "./jobs-client.js";
import { readText } from "./place.js";
import { withRetries } from "./retry.js";

/** Uploads a file and returns the id that a submit refers to. Retried: an upload makes no job and costs nothing. */
export async function uploadFile(
  connection: Connection,
  upload: Upload,
  file: Blob,
  { signal, onProgress }: SubmitOptions,
): Promise<string> {
  const content = watchFile(file, onProgress);
  const { body, headers } = await withRetries(connection, { signal }, () => {
    const form = new FormData();
    form.append(upload.part, content);
    return callApi(connection, upload, { body: form, bodyBytes: file.size, signal });
  });
  const id = readText(upload.id, body, headers);
  if (id !== undefined) return id;
  throw new BadResponseError(`${connection.api.title} took the file but gave no id for it.`);
}

/** Throws InputFileError for a file that the API cannot take. */
export function checkFile(file: Blob, maxBytes: number = Infinity): void {
  if (file.size === 0) throw new InputFileError("The input file is empty.");
  if (file.size <= maxBytes) return;
  throw new InputFileError(`The input file has ${file.size} bytes; ${maxBytes} are allowed.`);
}

/** The blob as a named file that tells how much of it was read, where the runtime reads it through `stream()`. */
export function watchFile(file: Blob, onProgress: SubmitOptions["onProgress"]): File {
  const name = file instanceof File ? file.name : "document";
  const watched = new File([file], name, { type: file.type });
  if (!onProgress) return watched;
  watched.stream = () => file.stream().pipeThrough(counter(file.size, onProgress));
  return watched;
}

function counter(
  totalBytes: number,
  onProgress: (progress: UploadProgress) => void,
): TransformStream<Uint8Array, Uint8Array> {
  let sentBytes = 0;
  return new TransformStream({
    transform(chunk, controller) {
      sentBytes += chunk.length;
      onProgress({ sentBytes, totalBytes });
      controller.enqueue(chunk);
    },
  });
}
