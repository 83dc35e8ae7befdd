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

/** Refuses names that the command's objects do not have. Done before anything is sent. */
export function checkFieldNames(fields: JsonFields | undefined, known: readonly string[]): void {
  if (fields === undefined || fields === "all") return;
  for (const field of fields) {
    if (!known.includes(field)) throw usageError(`--json: no field "${field}".`, suggest(field, known));
  }
}

/** Keeps the fields that were asked for, in that order; what is not known is null. */
export function selectFields(
  value: Readonly<Record<string, unknown>>,
  fields: JsonFields,
): Record<string, unknown> {
  if (fields === "all") return { ...value };
  return Object.fromEntries(fields.map((field) => [field, value[field] ?? null]));
}
