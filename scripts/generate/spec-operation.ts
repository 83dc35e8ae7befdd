import { resolveReference } from "./openapi-document.js";
import type {
  MediaType,
  OpenApiDocument,
  OperationObject,
  Parameter,
  PathItem,
  RequestBody,
  ResponseObject,
  Schema,
  ServerObject,
} from "./openapi-document.js";
import type { SourcePath } from "./source-positions.js";

/** An operation of the spec, with what its path says about it. */
export interface SpecOperation {
  id: string;
  /** Lower case, as in the spec. */
  method: string;
  path: string;
  at: SourcePath;
  object: OperationObject;
  /** Those of the path too; header parameters that OpenAPI ignores are left out. */
  parameters: readonly Parameter[];
  servers: readonly ServerObject[];
}

export interface JsonBody {
  mediaType: string;
  status: string;
  schema: Schema;
}

const methods = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];
const ignoredHeaders = new Set(["authorization", "accept", "content-type"]);

/** All operations, in the order of the spec. */
export function listOperations(document: OpenApiDocument): SpecOperation[] {
  return Object.entries(document.paths ?? {}).flatMap(([path, reference]) => {
    const item = resolveReference<PathItem>(document, reference);
    return Object.keys(item)
      .filter((method) => methods.includes(method))
      .map((method) => operationOf(document, path, item, method));
  });
}

/** The JSON body of the first documented success, when there is one. */
export function successBody(document: OpenApiDocument, operation: SpecOperation): JsonBody | undefined {
  for (const [status, response] of successResponses(document, operation)) {
    const mediaType = Object.keys(response.content ?? {}).find(isJson);
    if (mediaType) return { status, mediaType, schema: response.content?.[mediaType]?.schema ?? true };
  }
  return undefined;
}

/** Documented successes, in ascending order. */
export function successResponses(
  document: OpenApiDocument,
  operation: SpecOperation,
): [status: string, response: ResponseObject][] {
  return Object.entries(operation.object.responses ?? {})
    .filter(([status]) => /^2/.test(status))
    .map(([status, response]) => [status, resolveReference<ResponseObject>(document, response)]);
}

/** Documented successes and redirects, in ascending order. */
export function answers(
  document: OpenApiDocument,
  operation: SpecOperation,
): [status: string, response: ResponseObject][] {
  return Object.entries(operation.object.responses ?? {})
    .filter(([status]) => /^[23]/.test(status))
    .map(([status, response]) => [status, resolveReference<ResponseObject>(document, response)]);
}

/** Schemas of the JSON bodies of documented refusals. */
export function errorSchemas(
  document: OpenApiDocument,
  operation: SpecOperation,
  isWanted: (status: string) => boolean = () => true,
): Schema[] {
  return Object.entries(operation.object.responses ?? {})
    .filter(([status]) => !/^[123]/.test(status) && isWanted(status))
    .flatMap(([, response]) =>
      Object.entries(resolveReference<ResponseObject>(document, response).content ?? {}),
    )
    .filter(([mediaType]) => isJson(mediaType))
    .map(([, media]) => media.schema ?? true);
}

/** The request body's media types by name, as the spec orders them. */
export function requestContent(
  document: OpenApiDocument,
  operation: SpecOperation,
): Record<string, MediaType> {
  const body = operation.object.requestBody;
  return body ? (resolveReference<RequestBody>(document, body).content ?? {}) : {};
}

/** The media type of a body that is a file: neither JSON nor a form. */
export function fileBodyType(content: Record<string, MediaType>): string | undefined {
  return Object.keys(content).find(
    (type) => !isJson(type) && !/^(multipart\/|application\/x-www-form)/i.test(type),
  );
}

export function isBodyRequired(document: OpenApiDocument, operation: SpecOperation): boolean {
  const body = operation.object.requestBody;
  return body ? resolveReference<RequestBody>(document, body).required === true : false;
}

export function isJson(mediaType: string): boolean {
  return /^application\/([a-z0-9.-]+\+)?json($|;)/i.test(mediaType);
}

function operationOf(document: OpenApiDocument, path: string, item: PathItem, method: string): SpecOperation {
  const object = item[method] as OperationObject;
  const own = (object.parameters ?? []).map((each) => resolveReference<Parameter>(document, each));
  const shared = (item.parameters ?? []).map((each) => resolveReference<Parameter>(document, each));
  const overridden = (parameter: Parameter): boolean =>
    own.some((each) => each.name === parameter.name && each.in === parameter.in);
  return {
    id: object.operationId ?? "",
    method,
    path,
    at: ["paths", path, method],
    object,
    parameters: [...shared.filter((each) => !overridden(each)), ...own].filter(
      (each) => !(each.in === "header" && ignoredHeaders.has(each.name.toLowerCase())),
    ),
    servers: object.servers ?? item.servers ?? [],
  };
}
