import { parseFragment } from "./json-pointer.js";

/** The parts of a bundled OpenAPI 3.1 document that the generator reads. Anything may be a reference. */
export interface OpenApiDocument {
  openapi: string;
  info: { title: string; version: string; summary?: string; description?: string; license?: LicenseObject };
  servers?: ServerObject[];
  security?: SecurityRequirement[];
  paths?: Record<string, PathItem | Reference>;
  components?: {
    schemas?: Record<string, Schema>;
    securitySchemes?: Record<string, SecurityScheme | Reference>;
  };
}

export interface Reference {
  $ref: string;
}

export interface LicenseObject {
  name: string;
  identifier?: string;
}

export interface ServerObject {
  url: string;
  variables?: Record<string, { default: string }>;
}

export type SecurityRequirement = Record<string, string[]>;

export interface SecurityScheme {
  type: string;
  in?: string;
  name?: string;
  scheme?: string;
  flows?: { clientCredentials?: { tokenUrl?: string } };
}

export interface PathItem {
  parameters?: (Parameter | Reference)[];
  servers?: ServerObject[];
  [method: string]: unknown;
}

export interface OperationObject {
  operationId?: string;
  summary?: string;
  description?: string;
  security?: SecurityRequirement[];
  servers?: ServerObject[];
  parameters?: (Parameter | Reference)[];
  requestBody?: RequestBody | Reference;
  responses?: Record<string, ResponseObject | Reference>;
}

export interface Parameter {
  name: string;
  in: string;
  required?: boolean;
  description?: string;
  schema?: Schema;
  example?: unknown;
}

export interface RequestBody {
  required?: boolean;
  content?: Record<string, MediaType>;
}

export interface MediaType {
  schema?: Schema;
  encoding?: Record<string, { contentType?: string }>;
}

export interface ResponseObject {
  description?: string;
  headers?: Record<string, unknown>;
  content?: Record<string, MediaType>;
}

export type Schema = boolean | SchemaObject;

/** A JSON Schema 2020-12 object, as far as the generator looks into it. */
export interface SchemaObject {
  $ref?: string;
  type?: string | string[];
  enum?: unknown[];
  const?: unknown;
  properties?: Record<string, Schema>;
  patternProperties?: Record<string, Schema>;
  additionalProperties?: Schema;
  required?: string[];
  items?: Schema;
  prefixItems?: Schema[];
  allOf?: Schema[];
  anyOf?: Schema[];
  oneOf?: Schema[];
  format?: string;
  contentMediaType?: string;
  contentEncoding?: string;
  default?: unknown;
  example?: unknown;
  examples?: unknown[];
  description?: string;
  title?: string;
  minimum?: number;
  maximum?: number;
}

/** Follows references inside the bundled document. */
export function resolveReference<T extends object>(document: OpenApiDocument, node: T | Reference): T {
  let current: unknown = node;
  for (let hops = 0; hops < 50; hops += 1) {
    const reference = (current as Reference | undefined)?.$ref;
    if (typeof reference !== "string") return current as T;
    current = valueAt(document, reference.slice(1));
  }
  throw new Error(`The reference ${(node as Reference).$ref} leads to itself`);
}

function valueAt(document: OpenApiDocument, pointer: string): unknown {
  let value: unknown = document;
  for (const token of parseFragment(pointer) ?? []) {
    value = (value as Record<string, unknown> | undefined)?.[token];
  }
  return value;
}
