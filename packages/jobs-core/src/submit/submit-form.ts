import type { Connection } from "../http/connection.js";
import type { SentBody } from "../upload/file-body.js";
import { formBody } from "../http/form-body.js";
import type { Submit } from "../job-api.js";
import type { PreparedInput } from "./prepare-input.js";
import type { SubmitOptions } from "./submit-options.js";

/** A submit's fields and files as a form. */
export function submitForm(
  connection: Connection,
  { content, jsonFields }: Submit,
  { fields: given, headers, files, fileField }: PreparedInput,
  onProgress: SubmitOptions["onProgress"],
): SentBody {
  const fields: [string, string][] = [];
  for (const [name, value] of Object.entries(given)) {
    const isJson = jsonFields.includes(name) && typeof value !== "string";
    for (const part of (Array.isArray(value) && !isJson ? value : [value]) as unknown[])
      if (part !== undefined && part !== null)
        fields.push([name, typeof part === "object" ? JSON.stringify(part) : String(part)]);
  }
  if (content === "application/x-www-form-urlencoded")
    return { body: new URLSearchParams(fields).toString(), headers: { ...headers, "content-type": content } };
  return formBody(connection, { fields, files, headers, part: fileField, onProgress });
}
