import type { Connection } from "./connection.js";
import type { Activity } from "./call.js";
import type { Submit } from "./job-api.js";
import type { SubmitOptions } from "./submit-options.js";
import type { PreparedInput } from "./prepare-input.js";
import type { RequestBody } from "./request-body.js";
import { watchFile } from "./watch-file.js";

/** A submit's fields and files as a form. */
export function formBody(
  connection: Connection,
  { content, jsonFields }: Submit,
  { fields, headers, files, fileField }: PreparedInput,
  onProgress: SubmitOptions["onProgress"],
): RequestBody {
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
