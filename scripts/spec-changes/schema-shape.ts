import { resolveReference } from "../generate/openapi-document.js";
import type { OpenApiDocument, Schema } from "../generate/openapi-document.js";

/** A JSON Schema object as the spec has it: any keyword may stand there. */
export type RawSchema = Readonly<Record<string, unknown>>;

/** Values of one scalar type. */
export interface ScalarShape {
  /** The values that are named. */
  known: ReadonlySet<string>;
  /** What takes values beside the known ones; absent if there are no others. */
  open?: RawSchema;
}

/** What a schema takes, whichever way it is written: `allOf` merged, `type` lists and choices taken apart. */
export interface SchemaShape {
  /** True if any value goes. */
  anything: boolean;
  scalars: ReadonlyMap<string, ScalarShape>;
  objects: readonly RawSchema[];
  arrays: readonly RawSchema[];
}

const scalarTypes = new Set(["string", "number", "integer", "boolean", "null"]);
const byKeyword: Readonly<Record<string, string>> = {
  properties: "object",
  required: "object",
  additionalProperties: "object",
  patternProperties: "object",
  items: "array",
  prefixItems: "array",
  pattern: "string",
  minLength: "string",
  maxLength: "string",
  contentMediaType: "string",
};

/** Brings a schema into the one form in which two can be compared. */
export function shapeOf(document: OpenApiDocument, schema: Schema): SchemaShape {
  const known = new Map<string, Set<string>>();
  const open = new Map<string, RawSchema>();
  const objects: RawSchema[] = [];
  const arrays: RawSchema[] = [];
  let anything = false;
  for (const part of expand(document, schema)) {
    const types = typesOf(part);
    if (types === undefined) anything = true;
    const values = valuesOf(part);
    for (const type of types ?? []) {
      if (type === "object") objects.push(part);
      else if (type === "array") arrays.push(part);
      else {
        const mine = known.get(type) ?? new Set<string>();
        for (const value of values ?? []) if (isOfType(value, type)) mine.add(JSON.stringify(value));
        const isListed = values !== undefined && type !== "null";
        if (!isListed || mine.size > 0) known.set(type, mine);
        if (!isListed && !open.has(type)) open.set(type, part);
      }
    }
  }
  const scalars = new Map<string, ScalarShape>();
  for (const [type, values] of known) {
    const rest = open.get(type);
    scalars.set(type, rest ? { known: values, open: rest } : { known: values });
  }
  return { anything, scalars, objects, arrays };
}

/** The name of the component that the schema is, if it is one. */
export function componentName(schema: unknown): string | undefined {
  const reference = isRecord(schema) ? schema["$ref"] : undefined;
  if (typeof reference !== "string") return undefined;
  return /^#\/components\/schemas\/([^/]+)$/.exec(reference)?.[1];
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The alternatives of a schema; none of them has a choice, a reference or an allOf at its top. */
function expand(document: OpenApiDocument, schema: Schema, above: readonly string[] = []): RawSchema[] {
  if (schema === false) return [];
  if (!isRecord(schema)) return [{}];
  const { $ref, allOf, anyOf, oneOf, ...own } = schema as Record<string, unknown>;
  let parts: RawSchema[] = [own];
  if (typeof $ref === "string") {
    // A schema that is one of its own alternatives adds nothing by that.
    if (above.includes($ref)) return [];
    const target = resolveReference<object>(document, { $ref }) as Schema;
    parts = combine(parts, expand(document, target, [...above, $ref]));
  }
  for (const each of schemasIn(allOf)) parts = combine(parts, expand(document, each, above));
  for (const choice of [anyOf, oneOf]) {
    if (!Array.isArray(choice)) continue;
    const branches = schemasIn(choice).flatMap((each) => expand(document, each, above));
    parts = combine(parts, branches);
  }
  return parts;
}

function combine(ones: readonly RawSchema[], others: readonly RawSchema[]): RawSchema[] {
  return ones.flatMap((one) => others.flatMap((other) => mergeTwo(one, other)));
}

function mergeTwo(one: RawSchema, other: RawSchema): RawSchema[] {
  const merged: Record<string, unknown> = { ...one, ...other };
  const both = typesOf(one) && typesOf(other);
  if (both) {
    const types = intersectTypes(typesOf(one) ?? [], typesOf(other) ?? []);
    if (types.length === 0) return [];
    merged["type"] = types;
  }
  const oneValues = valuesOf(one);
  const otherValues = valuesOf(other);
  if (oneValues && otherValues) {
    const texts = new Set(oneValues.map((value) => JSON.stringify(value)));
    merged["enum"] = otherValues.filter((value) => texts.has(JSON.stringify(value)));
    delete merged["const"];
  }
  if (isRecord(one["properties"]) && isRecord(other["properties"])) {
    merged["properties"] = mergeProperties(one["properties"], other["properties"]);
  }
  if (Array.isArray(one["required"]) && Array.isArray(other["required"])) {
    merged["required"] = [
      ...new Set([...(one["required"] as unknown[]), ...(other["required"] as unknown[])]),
    ];
  }
  return [merged];
}

function mergeProperties(
  one: Record<string, unknown>,
  other: Record<string, unknown>,
): Record<string, unknown> {
  const merged: Record<string, unknown> = { ...one };
  for (const [name, schema] of Object.entries(other)) {
    const there = Object.hasOwn(one, name) && JSON.stringify(one[name]) !== JSON.stringify(schema);
    merged[name] = there ? { allOf: [one[name], schema] } : schema;
  }
  return merged;
}

function intersectTypes(ones: readonly string[], others: readonly string[]): string[] {
  const takes = (types: readonly string[], type: string) =>
    types.includes(type) || (type === "integer" && types.includes("number"));
  return [...new Set([...ones, ...others])].filter((type) => takes(ones, type) && takes(others, type));
}

/** undefined: any type. */
function typesOf(schema: RawSchema): string[] | undefined {
  const { type } = schema;
  if (typeof type === "string") return [type];
  if (Array.isArray(type)) return type.filter((each) => typeof each === "string");
  const values = valuesOf(schema);
  if (values) return [...new Set(values.map(typeName))];
  const hints = Object.keys(schema).flatMap((keyword) => byKeyword[keyword] ?? []);
  return hints.length > 0 ? [...new Set(hints)] : undefined;
}

function valuesOf(schema: RawSchema): unknown[] | undefined {
  if ("const" in schema) return [schema["const"]];
  return Array.isArray(schema["enum"]) ? schema["enum"] : undefined;
}

function typeName(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  if (typeof value === "number") return Number.isInteger(value) ? "integer" : "number";
  return typeof value;
}

function isOfType(value: unknown, type: string): boolean {
  const name = typeName(value);
  return scalarTypes.has(type) && (name === type || (name === "integer" && type === "number"));
}

function schemasIn(list: unknown): Schema[] {
  return Array.isArray(list) ? (list as Schema[]) : [];
}
