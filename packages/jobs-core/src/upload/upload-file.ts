import { withField } from "../job/body-field.js";
import { type Answer, callApi } from "../http/call-api.js";
import type { Connection } from "../http/connection.js";
import { BadResponseError } from "../errors/errors.js";
import { feature } from "../feature.js";
import type { Upload, UploadField } from "../job-api.js";
import type { SubmitOptions } from "../submit/submit-options.js";
import { known, readPlace, readText } from "../job/place.js";
import { withRetries } from "../http/retry.js";

/** What an API says of a file that it has taken. */
export interface FileReference {
  id: string | number;
  /** When the API deletes it, as the API writes it. */
  expires?: string;
}

/**
 * Uploads a file and returns the id that a submit refers to. Each request is retried: an upload makes no job and costs
 * nothing.
 */
export async function uploadFile(
  connection: Connection,
  upload: Upload,
  file: Blob,
  options: SubmitOptions,
): Promise<FileReference> {
  const { api } = connection;
  const { part, put, form, chunks, complete } = upload;
  const { signal, onProgress } = options;
  const about = aboutFile(upload, file);
  const path = about.query;
  const ask = (): Promise<Answer> =>
    withRetries(connection, { signal }, () => {
      const call = { parameters: about.query, headers: about.header, signal };
      return callApi(connection, upload, {
        ...call,
        ...(put || form || chunks
          ? upload.method !== "GET" && {
              headers: { ...call.headers, "content-type": "application/json" },
              body: JSON.stringify(about.body),
            }
          : feature(api, part === undefined ? "fileBody" : "formBody")(connection, {
              files: [file],
              part,
              headers: about.header,
              fields: Object.entries(about.body).map(([name, value]) => [name, String(value)]),
              onProgress,
            })),
      });
    });
  const first = await ask();
  const answers =
    put || form || chunks || complete
      ? await feature(api, "uploadRest")(connection, upload, file, first, options, ask)
      : [first];
  for (const { body, headers } of answers) {
    const id = readPlace(upload.id, body, { headers, path });
    if (readText("", id) === undefined) continue;
    const expires = readText(upload.expires, body, { headers });
    return { id: id as string | number, ...known({ expires }) };
  }
  throw new BadResponseError(`${api.title} took the file but gave no id for it.`);
}

interface AboutFile {
  body: Record<string, unknown>;
  query: Record<string, string>;
  header: Record<string, string>;
}

/** What the first request says about the file. */
function aboutFile({ about = {}, fields = {} }: Upload, file: Blob): AboutFile {
  const said: AboutFile = { body: fields, query: {}, header: {} };
  const values = {
    name: file instanceof File ? file.name : "document",
    contentType: file.type || "application/octet-stream",
    sizeBytes: file.size,
  };
  for (const [key, field] of Object.entries(about) as [keyof typeof values, UploadField][]) {
    if (field.in === "body") said.body = withField(said.body, field.name, values[key]);
    // What is stored under a path is not to be another upload's of the same name.
    else if (field.in === "path") said.query[field.name] = `${crypto.randomUUID()}-${values[key]}`;
    else said[field.in][field.name] = String(values[key]);
  }
  return said;
}
