import { type Answer, callApi } from "../http/call-api.js";
import type { Connection } from "../http/connection.js";
import { feature } from "../feature.js";
import type { UploadChunks } from "../job-api.js";
import type { SubmitOptions, UploadProgress } from "../submit/submit-options.js";
import { stepParameters } from "./step-parameters.js";
import { withRetries } from "../http/retry.js";

/** The file in pieces, one after the other. A piece that is sent twice stands at the same offset. */
export async function sendChunks(
  connection: Connection,
  chunks: UploadChunks,
  file: Blob,
  first: Answer,
  { signal, onProgress }: SubmitOptions,
): Promise<void> {
  const parameters = stepParameters(connection.api, chunks, first);
  const { offset, sizeBytes, part } = chunks;
  for (let at = 0; at < file.size; at += sizeBytes) {
    const piece = file.slice(at, at + sizeBytes, "application/octet-stream");
    const end = at + piece.size;
    const isRange = offset.name.toLowerCase() === "content-range";
    const value = isRange ? `bytes ${at}-${end - 1}/${file.size}` : String(at);
    const given = { [offset.name]: value };
    const told = onProgress && {
      onProgress: ({ sentBytes }: UploadProgress) =>
        onProgress({ sentBytes: at + sentBytes, totalBytes: file.size }),
    };
    await withRetries(connection, { signal }, () =>
      callApi(connection, chunks, {
        parameters: { ...parameters, ...(offset.in === "query" && given) },
        ...feature(connection.api, part === undefined ? "fileBody" : "formBody")(connection, {
          files: [piece],
          part,
          headers: offset.in === "header" ? given : {},
          fields: offset.in === "body" ? Object.entries(given) : [],
          ...told,
        }),
        signal,
        mayBeEmpty: true,
      }),
    );
  }
}
