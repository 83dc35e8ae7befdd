import { parsePointer } from "./json-pointer.js";
import type { KindModel } from "./provider-model.js";
import type { OpenApiDocument, Schema } from "./openapi-document.js";
import { branchesOf, knownValues, singleType } from "./schema-walk.js";

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
        name === input.format?.field ||
        name === input.engine?.field ||
        name === shown ||
        (input.file === undefined && name === input.url?.field)),
  );
  return Object.fromEntries(
    names.map((name) => {
      const schema = kind.body.shape.properties.get(name) ?? true;
      const fallback = input.defaults[name] ?? sampleOf(document, schema);
      return [name, Object.hasOwn(whole, name) ? whole[name] : fallback];
    }),
  );
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
    if (shown !== undefined) return shown;
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
    case "object":
      return {};
    default:
      return branches.some((branch) => branch.format === "uri") ? "https://example.com/document.pdf" : "…";
  }
}
