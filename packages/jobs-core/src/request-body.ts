import type { Submit } from "./job-api.js";
import type { PreparedInput } from "./prepare-input.js";

/** The submit's body as the API takes it. */
export function requestBody(
  { content, jsonFields }: Submit,
  { fields, file }: PreparedInput,
): { body: string | FormData; headers: Record<string, string>; bodyBytes: number } {
  if (content === "application/json") {
    return { body: JSON.stringify(fields), headers: { "content-type": content }, bodyBytes: 0 };
  }
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) {
    if (value === undefined) continue;
    const isJson = jsonFields.includes(name) && typeof value !== "string";
    for (const part of Array.isArray(value) && !isJson ? (value as unknown[]) : [value])
      form.append(name, asText(part));
  }
  // Last, so that a server that reads in order knows the fields before the bytes.
  if (file) form.append(file.field, file.content);
  return { body: form, headers: {}, bodyBytes: file?.content.size ?? 0 };
}

function asText(value: unknown): string {
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
