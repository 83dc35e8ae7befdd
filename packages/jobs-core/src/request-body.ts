import type { Connection } from "./connection.js";
import type { Activity } from "./exchange.js";
import type { Submit } from "./job-api.js";
import type { SubmitOptions } from "./jobs-client.js";
import type { PreparedInput } from "./prepare-input.js";
import { watchFile } from "./upload-file.js";

/** What a submit sends. */
export interface RequestBody {
  body: string | FormData;
  headers: Record<string, string>;
  bodyBytes?: number;
  activity?: Activity;
}

/** The submit's body as the API takes it; made anew for each attempt. */
export function requestBody(
  connection: Connection,
  { content, jsonFields }: Submit,
  { fields, file }: PreparedInput,
  onProgress: SubmitOptions["onProgress"],
): RequestBody {
  if (content === "application/json") {
    return { body: JSON.stringify(fields), headers: { "content-type": content } };
  }
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) {
    const isJson = jsonFields.includes(name) && typeof value !== "string";
    const parts: unknown[] = Array.isArray(value) && !isJson ? value : [value];
    for (const part of parts) if (part !== undefined && part !== null) form.append(name, asText(part));
  }
  if (!file) return { body: form, headers: {} };
  // Last, so that a server that reads in order knows the fields before the bytes.
  const { content: watched, activity } = watchFile(connection, file.content, onProgress);
  form.append(file.field, watched);
  return { body: form, headers: {}, bodyBytes: watched.size, activity };
}

function asText(value: unknown): string {
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
