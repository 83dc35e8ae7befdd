import { whyUnfit } from "./why-unfit.js";
import { parsePointer } from "./json-pointer.js";
import type { KindModel } from "./provider-model.js";
import type { OpenApiDocument, Schema } from "./openapi-document.js";
import { branchesOf, knownValues, lookUp, shapeOf, singleType } from "./schema-walk.js";

/** Values for the fields that an input has to have, beside the file and the job of another kind. */
export function sampleFields(document: OpenApiDocument, kind: KindModel): Record<string, unknown> {
  const { input, submit } = kind.kind;
  const supplied = new Set([
    topOf(input.file?.field),
    input.job?.field,
    submit.idempotency.by === "client-id" ? submit.idempotency.field : undefined,
  ]);
  const whole = exampleOf(kind);
  const shown = input.job && firstShown(document, kind, supplied, whole);
  const names = [...kind.body.shape.properties.keys()].filter(
    (name) =>
      !supplied.has(name) &&
      (submit.required.includes(name) ||
        name === topOf(input.format?.field) ||
        name === topOf(input.engine?.field) ||
        name === shown ||
        (input.file === undefined && name === topOf(input.url?.field))),
  );
  const sampled = Object.fromEntries(
    names.map((name) => {
      const schema = kind.body.shape.properties.get(name) ?? true;
      const fallback = input.defaults[name] ?? sampleOf(document, schema);
      const isShown = Object.hasOwn(whole, name) && whyUnfit(document, schema, whole[name]) === undefined;
      return [name, isShown ? whole[name] : fallback];
    }),
  );
  return placeInside(document, kind, sampled);
}

/** The fields with those that stand inside one of them: the format, the engine, the document's URL. */
function placeInside(
  document: OpenApiDocument,
  { kind: { input }, body }: KindModel,
  sampled: Record<string, unknown>,
): Record<string, unknown> {
  const inside = [input.format?.field, input.engine?.field, input.file ? undefined : input.url?.field];
  return inside
    .filter((field) => field?.startsWith("/"))
    .map((field) => parsePointer(field ?? ""))
    .reduce<Record<string, unknown>>((fields, [top = "", ...rest]) => {
      const found = lookUp(document, body.shape.properties.get(top) ?? true, rest).found?.[0] ?? true;
      return { ...fields, [top]: put(fields[top], rest, sampleOf(document, found)) };
    }, sampled);
}

/** What stands at a name, or at a JSON Pointer. */
export function readField(fields: Readonly<Record<string, unknown>>, field: string): unknown {
  if (!field.startsWith("/")) return fields[field];
  return parsePointer(field).reduce<unknown>(
    (value, token) => (value as Record<string, unknown> | undefined)?.[token],
    fields,
  );
}

function put(target: unknown, [name, ...rest]: readonly string[], value: unknown): unknown {
  if (name === undefined) return value;
  if (Array.isArray(target) || (target === undefined && /^\d+$/.test(name))) {
    const items: unknown[] = Array.isArray(target) ? [...(target as unknown[])] : [];
    items[Number(name)] = put(items[Number(name)], rest, value);
    return items;
  }
  const own = typeof target === "object" && target !== null ? (target as Record<string, unknown>) : {};
  return { ...own, [name]: put(own[name], rest, value) };
}

function topOf(field: string | undefined): string | undefined {
  return field?.startsWith("/") ? parsePointer(field)[0] : field;
}

/** What a job on another job asks for is in its optional fields: the first one that the spec gives an example of. */
function firstShown(
  document: OpenApiDocument,
  kind: KindModel,
  supplied: ReadonlySet<string | undefined>,
  whole: Record<string, unknown>,
): string | undefined {
  return [...kind.body.shape.properties]
    .filter(([name]) => !supplied.has(name))
    .find(([name, schema]) => Object.hasOwn(whole, name) || exampleIn(document, schema) !== undefined)?.[0];
}

/** The body that the spec itself shows. */
function exampleOf(kind: KindModel): Record<string, unknown> {
  const media = kind.body.media as { example?: unknown; examples?: Record<string, { value?: unknown }> };
  const shown = media.example ?? Object.values(media.examples ?? {})[0]?.value;
  return typeof shown === "object" && shown !== null ? (shown as Record<string, unknown>) : {};
}

function sampleOf(document: OpenApiDocument, schema: Schema, depth = 0): unknown {
  const known = knownValues(document, [schema]).values[0];
  return exampleIn(document, schema) ?? known ?? sampleByType(document, schema, depth);
}

function exampleIn(document: OpenApiDocument, schema: Schema): unknown {
  for (const branch of branchesOf(document, schema)) {
    if (typeof branch !== "object") continue;
    const shown = branch.example ?? branch.examples?.[0] ?? branch.default ?? branch.const;
    if (shown !== undefined && whyUnfit(document, schema, shown) === undefined) return shown;
  }
  return undefined;
}

function sampleByType(document: OpenApiDocument, schema: Schema, depth: number): unknown {
  const branches = branchesOf(document, schema).filter((branch) => typeof branch === "object");
  switch (singleType(document, schema)) {
    case "integer":
    case "number":
      return branches.find((branch) => branch.minimum !== undefined)?.minimum ?? 1;
    case "boolean":
      return true;
    case "array": {
      const items = branches.find((branch) => branch.items !== undefined)?.items;
      return items === undefined || depth > 3 ? [] : [sampleOf(document, items, depth + 1)];
    }
    case "object": {
      const { properties, required } = shapeOf(document, schema);
      const names = depth > 3 ? [] : required;
      return Object.fromEntries(
        names.map((name) => [name, sampleOf(document, properties.get(name) ?? true, depth + 1)]),
      );
    }
    default:
      return branches.some((branch) => branch.format === "uri") ? "https://example.com/document.pdf" : "…";
  }
}
