import { withField } from "./body-field.js";
import { type Answer, callApi } from "./call-api.js";
import type { Connection } from "./connection.js";
import { BadResponseError, InputFileError } from "./errors.js";
import { type Activity, exchange, isOwn } from "./exchange.js";
import type { Place, Upload, UploadChunks, UploadField, UploadStep } from "./job-api.js";
import type { SubmitOptions, UploadProgress } from "./jobs-client.js";
import { known, readPlace, readText } from "./place.js";
import { fillParameters } from "./request-result.js";
import { responseError } from "./response-error.js";
import { withRetries } from "./retry.js";

/** A file at the API, ready to be referred to. */
export interface StoredFile {
  id: string | number;
  /** When the API deletes it, in its own words. */
  expires?: string;
}

/** Uploads a file that submits refer to. Each request is retried: an upload makes no job and costs nothing. */
export async function uploadFile(
  connection: Connection,
  upload: Upload,
  file: Blob,
  { signal, onProgress }: SubmitOptions,
): Promise<StoredFile> {
  const { part, put, form, chunks } = upload;
  const { body, headers } = await withRetries(connection, { signal }, () => {
    const about = aboutFile(upload, file);
    const call = { parameters: about.query, headers: about.header, signal };
    if (put || form || chunks)
      return callApi(connection, upload, {
        ...call,
        headers: { ...call.headers, "content-type": "application/json" },
        body: JSON.stringify(about.body),
      });
    return callApi(connection, upload, {
      ...call,
      ...fileBody(connection, file, call.headers, { part, onProgress }),
    });
  });
  const last = await sendRest(connection, upload, file, { body, headers }, { signal, onProgress });
  const find = (place: Place | undefined): unknown =>
    [last, { body, headers }]
      .map((answer) => readPlace(place, answer.body, { headers: answer.headers }))
      .find((value) => readText("", value) !== undefined);
  const id = find(upload.id) as string | number | undefined;
  if (id !== undefined) return { id, ...known({ expires: readText("", find(upload.expires)) }) };
  throw new BadResponseError(`${connection.api.title} took the file but gave no id for it.`);
}

type UploadAnswer = Pick<Answer, "body" | "headers">;

/** What comes after the first request: the file itself where it goes elsewhere, and the word that it is there. */
export async function sendRest(
  connection: Connection,
  { put, form, chunks, complete }: Upload,
  file: Blob,
  first: UploadAnswer,
  options: SubmitOptions,
): Promise<UploadAnswer> {
  const { signal } = options;
  if (put || form) await sendTo(connection, (put ?? form)?.url ?? "", first, (url) => storeFile(url));
  if (chunks) await sendChunks(connection, chunks, file, first, options);
  if (!complete) return first;
  const parameters = stepParameters(connection, complete, first);
  return withRetries(connection, { signal }, () =>
    callApi(connection, complete, { parameters, signal, mayBeEmpty: true }),
  );

  function storeFile(url: URL): Promise<Response> {
    const given = readPlace(put?.headers ?? form?.fields, first.body);
    const fields = Object.entries(typeof given === "object" && given !== null ? given : {}).map(
      ([name, value]) => [name, String(value)] as const,
    );
    const method = put?.method ?? "POST";
    const sent = form
      ? fileBody(connection, file, {}, { part: form.part, fields, onProgress: options.onProgress })
      : fileBody(connection, file, Object.fromEntries(fields), { onProgress: options.onProgress });
    return exchange(connection, {
      url,
      method,
      ...sent,
      signal,
      isBare: !isOwn(connection, url),
      holds: "any",
    });
  }
}

/** One request to a URL that the answer holds. */
async function sendTo(
  connection: Connection,
  place: string,
  { body, headers }: UploadAnswer,
  send: (url: URL) => Promise<Response>,
): Promise<void> {
  const text = readText(place, body, { headers }) ?? "";
  if (!URL.canParse(text, connection.base.href))
    throw new BadResponseError(`${connection.api.title} does not say where the file goes.`);
  const url = new URL(text, connection.base);
  await withRetries(connection, {}, async () => {
    const response = await send(url);
    if (!response.ok) throw await responseError(connection, response, "other");
    await response.body?.cancel();
  });
}

/** The file in pieces, one after the other. A piece that is sent twice stands at the same offset. */
async function sendChunks(
  connection: Connection,
  chunks: UploadChunks,
  file: Blob,
  first: UploadAnswer,
  { signal, onProgress }: SubmitOptions,
): Promise<void> {
  const parameters = stepParameters(connection, chunks, first);
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
        ...fileBody(connection, piece, offset.in === "header" ? given : {}, {
          part,
          fields: offset.in === "body" ? Object.entries(given) : [],
          ...told,
        }),
        signal,
        mayBeEmpty: true,
      }),
    );
  }
}

function stepParameters(
  { api }: Connection,
  { parameters }: UploadStep,
  { body, headers }: UploadAnswer,
): Record<string, string> {
  const filled = fillParameters(parameters, body, { headers });
  if (filled) return filled;
  throw new BadResponseError(`${api.title} took the file but gave no id for it.`);
}

interface AboutFile {
  body: Record<string, unknown>;
  query: Record<string, string>;
  header: Record<string, string>;
}

/** What the first request says about the file. */
function aboutFile({ about = {} }: Upload, file: Blob): AboutFile {
  const said: AboutFile = { body: {}, query: {}, header: {} };
  const values = {
    name: file instanceof File ? file.name : "document",
    contentType: file.type || "application/octet-stream",
    sizeBytes: file.size,
  };
  for (const [key, field] of Object.entries(about) as [keyof typeof values, UploadField][]) {
    if (field.in === "body") said.body = withField(said.body, field.name, values[key]);
    else said[field.in][field.name] = String(values[key]);
  }
  return said;
}

/** A body that is the file, or a form with the file behind its fields; made anew for each attempt. */
function fileBody(
  connection: Connection,
  file: Blob,
  headers: Record<string, string>,
  {
    part,
    fields = [],
    onProgress,
  }: {
    part?: string | undefined;
    fields?: readonly (readonly [string, string])[];
    onProgress?: SubmitOptions["onProgress"];
  },
): { body: FormData | Blob; headers: Record<string, string>; bodyBytes: number; activity: Activity } {
  const { content, activity } = watchFile(connection, file, onProgress);
  const about = { bodyBytes: file.size, activity };
  if (part === undefined) {
    const hasType = Object.keys(headers).some((name) => name.toLowerCase() === "content-type");
    const type = hasType ? {} : { "content-type": file.type || "application/octet-stream" };
    return { body: content, headers: { ...headers, ...type }, ...about };
  }
  const form = new FormData();
  for (const [name, value] of fields) form.append(name, value);
  form.append(part, content);
  return { body: form, headers, ...about };
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
  activity: Activity = {},
): { content: File; activity: Activity } {
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
