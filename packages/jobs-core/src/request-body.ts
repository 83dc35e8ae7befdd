import type { Connection } from "./connection.js";
import type { Activity } from "./exchange.js";
import type { Submit } from "./job-api.js";
import type { SubmitOptions } from "./jobs-client.js";
import type { PreparedInput } from "./prepare-input.js";
import { watchFile } from "./upload-file.js";

/** What a submit sends. */
export interface RequestBody {
  body?: string | FormData | Blob;
  headers: Record<string, string>;
  bodyBytes?: number;
  activity?: Activity;
}

/** The submit's body as the API takes it; made anew for each attempt. */
export function requestBody(
  connection: Connection,
  { content, jsonFields }: Submit,
  { fields, headers, files, fileField }: PreparedInput,
  onProgress: SubmitOptions["onProgress"],
): RequestBody {
  if (content === "application/json") {
    return { body: JSON.stringify(fields), headers: { ...headers, "content-type": content } };
  }
  if (content === "none") return { headers };
  if (content === "file" && files[0]) {
    const { content: body, activity } = watchFile(connection, files[0], onProgress);
    const type = body.type || "application/octet-stream";
    return { body, headers: { ...headers, "content-type": type }, bodyBytes: body.size, activity };
  }
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) {
    const isJson = jsonFields.includes(name) && typeof value !== "string";
    const parts: unknown[] = Array.isArray(value) && !isJson ? value : [value];
    for (const part of parts) if (part !== undefined && part !== null) form.append(name, asText(part));
  }
  if (content === "application/x-www-form-urlencoded") {
    const text = new URLSearchParams([...form] as [string, string][]).toString();
    return { body: text, headers: { ...headers, "content-type": content } };
  }
  const activity: Activity = {};
  let bodyBytes = 0;
  // Last, so that a server that reads in order knows the fields before the bytes.
  for (const file of files) {
    const { content: watched } = watchFile(connection, file, onProgress, activity);
    form.append(fileField ?? "file", watched);
    bodyBytes += watched.size;
  }
  return { body: form, headers, ...(bodyBytes > 0 && { bodyBytes, activity }) };
}

function asText(value: unknown): string {
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
