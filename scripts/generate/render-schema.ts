import openapiTypescript, { astToString } from "openapi-typescript";
import type { OpenAPI3, SchemaObject } from "openapi-typescript";
import ts from "typescript";
import type { OpenApiDocument } from "./openapi-document.js";
import { banner } from "./text.js";

/** Marks, in a copy of the document, the part of a choice that stands for values which are not listed. */
const openMark = "x-open-value";

/** schema.gen.ts: the types of paths, components and operations. */
export async function renderSchema(specFile: string, document: OpenApiDocument): Promise<string> {
  const copy = structuredClone(document) as OpenApiDocument & { "x-job"?: unknown };
  delete copy["x-job"];
  markOpenValues(copy);
  // Redocly's struct rule has checked the form that OpenAPI3 describes.
  const nodes = await openapiTypescript(copy as unknown as OpenAPI3, {
    // A default is what the API takes where a field is missing, so the field may be missing.
    defaultNonNullable: false,
    // An object of which nothing is said may hold anything, not nothing.
    emptyObjectsUnknown: true,
    silent: true,
    transform: typeOf,
  });
  return banner(specFile) + astToString(nodes);
}

function typeOf(schema: SchemaObject | boolean): ts.TypeNode | undefined {
  if (typeof schema === "boolean") return undefined;
  const isBinary = schema.type === "string" && (schema.format === "binary" || isRawBytes(schema));
  if (isBinary) return ts.factory.createTypeReferenceNode("Blob");
  if (!(openMark in schema)) return undefined;
  // `string & {}` takes any string, and editors still offer the known ones beside it.
  return ts.factory.createIntersectionTypeNode([
    ts.factory.createKeywordTypeNode(ts.SyntaxKind.StringKeyword),
    ts.factory.createTypeLiteralNode([]),
  ]);
}

function isRawBytes(schema: SchemaObject): boolean {
  return "contentMediaType" in schema && !("contentEncoding" in schema);
}

function markOpenValues(node: unknown): void {
  if (typeof node !== "object" || node === null) return;
  for (const [key, child] of Object.entries(node)) {
    if ((key === "anyOf" || key === "oneOf") && Array.isArray(child)) markChoice(child);
    markOpenValues(child);
  }
}

function markChoice(choices: unknown[]): void {
  const schemas = choices as { type?: unknown; enum?: unknown; [openMark]?: boolean }[];
  if (!schemas.some((schema) => Array.isArray(schema?.enum))) return;
  const open = schemas.find((schema) => schema?.type === "string" && !schema.enum && !("const" in schema));
  if (open) open[openMark] = true;
}
