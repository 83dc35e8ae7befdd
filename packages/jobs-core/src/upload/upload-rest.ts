import { type Answer, callApi } from "../http/call-api.js";
import type { Connection } from "../http/connection.js";
import { feature } from "../feature.js";
import type { Upload } from "../job-api.js";
import type { SubmitOptions } from "../submit/submit-options.js";
import { stepParameters } from "./step-parameters.js";
import { withRetries } from "../http/retry.js";

/**
 * What comes after the first request: the file itself where it goes elsewhere, and the word that it is there. Gives the
 * answers that tell of the upload, the last one first.
 */
export async function uploadRest(
  connection: Connection,
  upload: Upload,
  file: Blob,
  first: Answer,
  options: SubmitOptions,
  ask?: () => Promise<Answer>,
): Promise<Answer[]> {
  const { api } = connection;
  const { put, form, chunks, complete } = upload;
  const { signal } = options;
  const answer =
    put || form ? await feature(api, "storeFile")(connection, upload, file, { first, ask }, options) : first;
  if (chunks) await feature(api, "sendChunks")(connection, chunks, file, answer, options);
  if (!complete) return [answer];
  const parameters = stepParameters(api, complete, answer);
  const completed = await withRetries(connection, { signal }, () =>
    callApi(connection, complete, { parameters, signal, mayBeEmpty: true }),
  );
  return [completed, answer];
}
