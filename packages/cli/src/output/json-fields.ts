import { suggest } from "../closest.js";
import { usageError } from "../errors/usage-error.js";

/** What `--json[=fields]` asked for: all fields, or these. */
export type JsonFields = "all" | readonly string[];

/** Reads the flag's value. */
export function parseJsonFields(value: string): JsonFields {
  if (value === "" || value === "*") return "all";
  const fields = value.split(",").map((field) => field.trim());
  if (fields.some((field) => field === "")) throw new Error("expected field names with commas between them");
  return fields;
}

/** Keeps the fields that were asked for, in that order. A field that the object cannot have is refused. */
export function selectFields(
  value: Readonly<Record<string, unknown>>,
  fields: JsonFields,
  known: readonly string[],
): Record<string, unknown> {
  if (fields === "all") return { ...value };
  for (const field of fields) {
    if (!known.includes(field)) throw usageError(`--json: no field "${field}".`, suggest(field, known));
  }
  return Object.fromEntries(fields.map((field) => [field, value[field] ?? null]));
}
