import { callApi } from "./call-api.js";
import type { Connection } from "./connection.js";
import { BadResponseError, InputFileError } from "./errors.js";
import type { Activity } from "./exchange.js";
import type { Upload } from "./job-api.js";
import type { SubmitOptions } from "./jobs-client.js";
import { readText } from "./place.js";
import { withRetries } from "./retry.js";

/** Uploads a file and returns the id that a submit refers to. Retried: an upload makes no job and costs nothing. */
export async function uploadFile(
  connection: Connection,
  upload: Upload,
  file: Blob,
  { signal, onProgress }: SubmitOptions,
): Promise<string> {
  const { body, headers } = await withRetries(connection, { signal }, () => {
    const { content, activity } = watchFile(connection, file, onProgress);
    const form = new FormData();
    form.append(upload.part, content);
    return callApi(connection, upload, { body: form, bodyBytes: file.size, activity, signal });
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

/** The blob as a named file that tells how it is read, where the runtime reads it through `stream()` (Node does). */
export function watchFile(
  { clock }: Connection,
  file: Blob,
  onProgress: SubmitOptions["onProgress"],
): { content: File; activity: Activity } {
  const activity: Activity = {};
  const { size: totalBytes, type } = file;
  const content = new File([file], file instanceof File ? file.name : "document", { type });
  content.stream = () => {
    let sentBytes = 0;
    const counter = new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        sentBytes += chunk.length;
        activity.lastAt = clock.monotonic();
        onProgress?.({ sentBytes, totalBytes });
        controller.enqueue(chunk);
      },
    });
    return file.stream().pipeThrough(counter);
  };
  return { content, activity };
}
