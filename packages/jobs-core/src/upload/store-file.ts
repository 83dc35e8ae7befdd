import type { Answer } from "../http/call-api.js";
import type { Connection } from "../http/connection.js";
import { BadResponseError, RequestRefusedError } from "../errors/errors.js";
import { JobsError } from "../errors/jobs-error.js";
import { isOwn } from "../http/connection.js";
import { exchange } from "../http/exchange.js";
import { feature } from "../feature.js";
import type { Upload } from "../job-api.js";
import type { SubmitOptions } from "../submit/submit-options.js";
import { readPlace, readText } from "../job/place.js";
import { responseError } from "../errors/response-error.js";
import { withRetries } from "../http/retry.js";

/** Where a file goes. */
export interface UploadIntent {
  /** The answer with the URL. */
  first: Answer;
  /** Asks for it anew; not where that would make another job. */
  ask?: (() => Promise<Answer>) | undefined;
}

/**
 * Sends a file to the URL that an answer holds: alone, or as a form behind the fields that the answer holds. A URL whose
 * time is over is asked for anew, once. Gives the answer that the file went by.
 */
export async function storeFile(
  connection: Connection,
  upload: Upload,
  file: Blob,
  { first, ask }: UploadIntent,
  options: SubmitOptions,
): Promise<Answer> {
  try {
    await send(connection, upload, file, first, options);
    return first;
  } catch (error) {
    if (!ask || !mayHaveExpired(error)) throw error;
    const renewed = await ask();
    await send(connection, upload, file, renewed, options);
    return renewed;
  }
}

/** Storage does not say that a URL's time is over; it refuses. */
function mayHaveExpired(error: unknown): boolean {
  if (!JobsError.isInstance(error)) return false;
  const { status = 0, providerCode = "" } = error;
  return [401, 403, 410].includes(status) || (status < 500 && /expired/i.test(providerCode));
}

async function send(
  connection: Connection,
  { put, form }: Upload,
  file: Blob,
  { body, headers }: Answer,
  { signal, onProgress }: SubmitOptions,
): Promise<void> {
  const { api, base } = connection;
  const text = readText((put ?? form)?.url, body, { headers }) ?? "";
  if (!text || !URL.canParse(text, base.href))
    throw new BadResponseError(`${api.title} does not say where the file goes.`);
  const url = new URL(text, base);
  // A place with a star gives an array, of one.
  const [given] = [readPlace(put?.headers ?? form?.fields, body)].flat();
  const fields = Object.entries(typeof given === "object" && given !== null ? given : {}).map(
    ([name, value]) => [name, String(value)] as const,
  );
  const isBare = !isOwn(connection, url);
  await withRetries(connection, { signal }, async () => {
    const response = await exchange(connection, {
      url,
      method: put?.method ?? "POST",
      ...feature(api, form ? "formBody" : "fileBody")(connection, {
        files: [file],
        part: form?.part,
        fields,
        headers: form ? {} : Object.fromEntries(fields),
        onProgress,
      }),
      signal,
      isBare,
      holds: "any",
    });
    if (!response.ok)
      throw await (isBare
        ? feature(api, "storedError")(connection, url, response, RequestRefusedError)
        : responseError(connection, response));
    await response.body?.cancel();
  });
}
