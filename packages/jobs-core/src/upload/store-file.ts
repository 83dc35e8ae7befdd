import type { Answer } from "../http/call-api.js";
import type { Connection } from "../http/connection.js";
import { BadResponseError, RequestRefusedError } from "../errors/errors.js";
import { isOwn } from "../http/connection.js";
import { exchange } from "../http/exchange.js";
import { feature } from "../feature.js";
import type { Upload } from "../job-api.js";
import type { SubmitOptions } from "../submit/submit-options.js";
import { readPlace, readText } from "../job/place.js";
import { responseError } from "../errors/response-error.js";
import { withRetries } from "../http/retry.js";

/** Sends a file to the URL that an answer holds: alone, or as a form behind the fields that the answer holds. */
export async function storeFile(
  connection: Connection,
  { put, form }: Upload,
  file: Blob,
  { body, headers }: Answer,
  { signal, onProgress }: SubmitOptions,
): Promise<void> {
  const { api, base } = connection;
  const text = readText((put ?? form)?.url, body, { headers }) ?? "";
  if (!URL.canParse(text, base.href))
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
    // What refuses there is no matter of the key, which was not sent.
    if (!response.ok)
      throw await responseError(connection, response, (status) =>
        isBare && (status === 401 || status === 403) ? RequestRefusedError : undefined,
      );
    await response.body?.cancel();
  });
}
