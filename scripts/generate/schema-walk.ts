import { resolveReference } from "./openapi-document.js";
import type { OpenApiDocument, Schema, SchemaObject } from "./openapi-document.js";

export type JsonType = "string" | "number" | "integer" | "boolean" | "object" | "array" | "null";

export type SchemaLookup =
  { found: readonly Schema[] } | { missing: string; known: readonly string[]; found?: undefined };

export interface KnownValues {
  values: readonly (string | number | boolean)[];
  /** True where other values may come too. */
  open: boolean;
}

export interface ObjectShape {
  properties: ReadonlyMap<string, Schema>;
  required: readonly string[];
  /** True where fields that are not listed may come too. */
  open: boolean;
}

/**
 * The schemas that may stand at a pointer, through composition and references. An object that lists properties has only
 * those, unless it says `additionalProperties`; an object that lists none may hold anything.
 */
export function lookUp(document: OpenApiDocument, schema: Schema, tokens: readonly string[]): SchemaLookup {
  let current: Schema[] = [schema];
  for (const token of tokens) {
    const next = current.flatMap((candidate) => childrenOf(document, candidate, token));
    if (next.length === 0) return { missing: token, known: namesIn(document, current) };
    current = next;
  }
  return { found: current };
}

/** True where at least one of the schemas lets a value of this type through. */
export function allowsType(document: OpenApiDocument, schemas: readonly Schema[], type: JsonType): boolean {
  return schemas
    .flatMap((schema) => branchesOf(document, schema))
    .some((branch) => {
      if (branch === true) return true;
      if (branch === false) return false;
      const types = typesOf(branch);
      if (types.length === 0) return !isComposed(branch);
      return types.includes(type) || (type === "number" && types.includes("integer"));
    });
}

/** The values that the schemas list, and whether they list all. */
export function knownValues(document: OpenApiDocument, schemas: readonly Schema[]): KnownValues {
  const parts = schemas.map((schema) => knownOf(document, schema, 0));
  return { values: unique(parts.flatMap((part) => part.values)), open: parts.some((part) => part.open) };
}

/** The fields of an object, with those of its parts and alternatives. */
export function shapeOf(document: OpenApiDocument, schema: Schema, depth = 0): ObjectShape {
  if (typeof schema === "boolean" || depth > 20) return { properties: new Map(), required: [], open: true };
  const own = resolveReference<SchemaObject>(document, schema as SchemaObject & { $ref: string });
  const parts = (own.allOf ?? []).map((part) => shapeOf(document, part, depth + 1));
  const choices = [...(own.anyOf ?? []), ...(own.oneOf ?? [])]
    .filter((choice) => !isOnlyNull(document, choice))
    .map((choice) => shapeOf(document, choice, depth + 1));
  const properties = new Map<string, Schema>();
  for (const entries of [
    Object.entries(own.properties ?? {}),
    ...[...parts, ...choices].map((part) => part.properties),
  ]) {
    for (const [name, value] of entries) if (!properties.has(name)) properties.set(name, value);
  }
  const inEveryChoice = (choices[0]?.required ?? []).filter((name) =>
    choices.every((choice) => choice.required.includes(name)),
  );
  return {
    properties,
    required: unique([...(own.required ?? []), ...parts.flatMap((part) => part.required), ...inEveryChoice]),
    open: isOpenObject(own) || parts.some((part) => part.open) || choices.some((choice) => choice.open),
  };
}

/** The single type of a value, `null` aside; `undefined` where the schema allows several or any. */
export function singleType(document: OpenApiDocument, schema: Schema): JsonType | undefined {
  const types = unique(
    branchesOf(document, schema)
      .flatMap((branch) => (typeof branch === "boolean" ? [] : typesOf(branch)))
      .filter((type) => type !== "null"),
  );
  return types.length === 1 ? types[0] : undefined;
}

/** True where a schema says nothing about its values. */
export function isAnything(document: OpenApiDocument, schema: Schema): boolean {
  return (["object", "array", "string", "number", "boolean", "null"] as const).every((type) =>
    allowsType(document, [schema], type),
  );
}

/** True where a value that fits every part of the schema may be an object. */
export function mayBeObject(document: OpenApiDocument, schema: Schema, depth = 0): boolean {
  if (typeof schema === "boolean" || depth > 20) return schema !== false;
  const own = resolveReference<SchemaObject>(document, schema as SchemaObject & { $ref: string });
  if (typeof own === "boolean") return own;
  const types = typesOf(own);
  const fits = (part: Schema): boolean => mayBeObject(document, part, depth + 1);
  return (
    (types.length === 0 || types.includes("object")) &&
    (own.allOf ?? []).every(fits) &&
    [own.anyOf, own.oneOf].every((choices) => choices === undefined || choices.some(fits))
  );
}

/** A schema with everything that it is composed of, references followed. */
export function branchesOf(document: OpenApiDocument, schema: Schema): (SchemaObject | boolean)[] {
  const seen = new Set<Schema>();
  const branches: (SchemaObject | boolean)[] = [];
  const visit = (candidate: Schema): void => {
    const branch =
      typeof candidate === "boolean"
        ? candidate
        : resolveReference<SchemaObject>(document, candidate as SchemaObject & { $ref: string });
    if (typeof branch === "object" && seen.has(branch)) return;
    if (typeof branch === "object") seen.add(branch);
    branches.push(branch);
    if (typeof branch !== "object") return;
    for (const part of [...(branch.allOf ?? []), ...(branch.anyOf ?? []), ...(branch.oneOf ?? [])])
      visit(part);
  };
  visit(schema);
  return branches;
}

function childrenOf(document: OpenApiDocument, schema: Schema, token: string): Schema[] {
  const branches = branchesOf(document, schema);
  if (token.startsWith("*")) {
    const items = branches.flatMap((branch) => itemsOf(branch));
    const key = token.slice(1).split("=")[0] ?? "";
    return key === "" ? items : items.filter((item) => childrenOf(document, item, key).length > 0);
  }
  const declared = branches.flatMap((branch) => declaredChild(branch, token));
  if (declared.length > 0) return declared;
  return branches.some((branch) => branch === true || (typeof branch === "object" && isOpenObject(branch)))
    ? [true]
    : [];
}

function declaredChild(branch: SchemaObject | boolean, token: string): Schema[] {
  if (typeof branch === "boolean") return [];
  const property = Object.hasOwn(branch.properties ?? {}, token) ? branch.properties?.[token] : undefined;
  if (property !== undefined) return [property];
  const pattern = Object.entries(branch.patternProperties ?? {}).find(([source]) =>
    new RegExp(source).test(token),
  );
  if (pattern) return [pattern[1]];
  if (typeof branch.additionalProperties === "object") return [branch.additionalProperties];
  if (!/^(0|[1-9]\d*)$/.test(token)) return [];
  const item = branch.prefixItems?.[Number(token)] ?? branch.items;
  return item === undefined ? [] : [item];
}

/** Everything that an array or an object may hold. */
function itemsOf(branch: SchemaObject | boolean): Schema[] {
  if (typeof branch === "boolean") return branch ? [true] : [];
  const { items, prefixItems = [], properties = {}, patternProperties = {}, additionalProperties } = branch;
  return [
    ...prefixItems,
    ...(items === undefined ? [] : [items]),
    ...Object.values(properties),
    ...Object.values(patternProperties),
    ...(typeof additionalProperties === "object" ? [additionalProperties] : []),
    ...(isOpenObject(branch) && typeof additionalProperties !== "object" ? [true] : []),
  ];
}

function isOpenObject(branch: SchemaObject): boolean {
  if (branch.additionalProperties !== undefined) return branch.additionalProperties !== false;
  if (branch.properties || branch.patternProperties || branch.items || branch.prefixItems) return false;
  const types = typesOf(branch);
  if (types.length === 0) return !isComposed(branch);
  return types.includes("object") || types.includes("array");
}

function isComposed(branch: SchemaObject): boolean {
  return Boolean(branch.allOf ?? branch.anyOf ?? branch.oneOf);
}

function isOnlyNull(document: OpenApiDocument, schema: Schema): boolean {
  return branchesOf(document, schema).every(
    (branch) => typeof branch === "object" && typesOf(branch).join() === "null",
  );
}

function namesIn(document: OpenApiDocument, schemas: readonly Schema[]): string[] {
  const branches = schemas.flatMap((schema) => branchesOf(document, schema));
  return unique(
    branches.flatMap((branch) => (typeof branch === "object" ? Object.keys(branch.properties ?? {}) : [])),
  );
}

function typesOf(branch: SchemaObject): JsonType[] {
  if (branch.type !== undefined) return [branch.type].flat() as JsonType[];
  const values = branch.enum ?? ("const" in branch ? [branch.const] : []);
  if (values.length > 0) return unique(values.map(typeOfValue));
  return branch.properties ? ["object"] : branch.items ? ["array"] : [];
}

function typeOfValue(value: unknown): JsonType {
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  if (typeof value === "number") return Number.isInteger(value) ? "integer" : "number";
  return typeof value as JsonType;
}

function knownOf(document: OpenApiDocument, schema: Schema, depth: number): KnownValues {
  if (typeof schema === "boolean" || depth > 20) return { values: [], open: schema !== false };
  const branch = resolveReference<SchemaObject>(document, schema as SchemaObject & { $ref: string });
  if (branch.enum) return { values: branch.enum.filter(isPlainValue), open: false };
  if (branch.const !== undefined) return { values: [branch.const].filter(isPlainValue), open: false };
  const parts = (branch.allOf ?? []).map((part) => knownOf(document, part, depth + 1));
  const closed = parts.find((part) => !part.open);
  if (closed) return closed;
  const choices = [...(branch.anyOf ?? []), ...(branch.oneOf ?? [])].map((part) =>
    knownOf(document, part, depth + 1),
  );
  if (choices.length > 0) {
    return {
      values: unique(choices.flatMap((choice) => choice.values)),
      open: choices.some((choice) => choice.open),
    };
  }
  return { values: unique(parts.flatMap((part) => part.values)), open: typesOf(branch).join() !== "null" };
}

function isPlainValue(value: unknown): value is string | number | boolean {
  return ["string", "number", "boolean"].includes(typeof value);
}

function unique<T>(values: readonly T[]): T[] {
  return [...new Set(values)];
}
