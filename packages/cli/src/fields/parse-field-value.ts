import { closest, suggest } from "../closest.js";
import { usageError } from "../errors/usage-error.js";
import type { FieldInfo } from "../provider-entry.js";

/** Turns the text of `key=value` into what the spec says the field holds. Throws a usage error that names the field. */
export function parseFieldValue(field: FieldInfo, text: string): unknown {
  const value = parseByType(field, text);
  checkKnown(field, value);
  return value;
}

function parseByType(field: FieldInfo, text: string): unknown {
  switch (field.type) {
    case "string":
      return text;
    case "integer":
      if (/^[+-]?\d+$/u.test(text) && Number.isSafeInteger(Number(text))) return Number(text);
      throw wrongType(field, text, "a whole number");
    case "number":
      if (text.trim() !== "" && Number.isFinite(Number(text))) return Number(text);
      throw wrongType(field, text, "a number");
    case "boolean":
      if (text === "true" || text === "false") return text === "true";
      throw wrongType(field, text, "true or false");
    case "array":
      return text.trimStart().startsWith("[") ? parseJson(field, text, "array") : parseList(field, text);
    case "object":
      return parseJson(field, text, "object");
    case "file":
      throw usageError(`${field.name} takes a file, not text.`, "Name the document as the input instead.");
  }
}

function parseJson(field: FieldInfo, text: string, wanted: "array" | "object"): unknown {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw wrongType(field, text, `a JSON ${wanted}`);
  }
  const isWanted =
    wanted === "array" ? Array.isArray(value) : typeof value === "object" && !Array.isArray(value);
  if (value === null || !isWanted) throw wrongType(field, text, `a JSON ${wanted}`);
  return value;
}

/** `a,b,c`, each item read as the spec types it. */
function parseList(field: FieldInfo, text: string): unknown[] {
  const items = text.split(",").map((item) => item.trim());
  const itemType = field.items ?? "string";
  if (itemType === "object" || items.some((item) => item === "")) {
    throw wrongType(
      field,
      text,
      itemType === "object" ? "a JSON array" : "a list like a,b,c or a JSON array",
    );
  }
  return items.map((item) => parseByType({ ...field, type: itemType }, item));
}

function checkKnown(field: FieldInfo, value: unknown): void {
  const known = field.known;
  if (!known || known.length === 0) return;
  const words = known.map(String);
  for (const item of Array.isArray(value) ? value : [value]) {
    if (known.includes(item as string | number | boolean)) continue;
    // An open field may take what the spec does not list, but hardly a misspelling of what it lists.
    if (field.open && closest(String(item), words) === undefined) continue;
    throw usageError(
      `${field.name}: "${String(item)}" is not a value it takes.`,
      suggest(String(item), words),
    );
  }
}

function wrongType(field: FieldInfo, text: string, wanted: string): Error {
  return usageError(`${field.name}=${text}: expected ${wanted}.`, field.description || undefined);
}
