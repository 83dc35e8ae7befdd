import type { JobKind, KindInput, Submit } from "../../packages/jobs-core/src/job-api.js";
import { buildEstimate } from "./build-estimate.js";
import { buildInput, isText } from "./build-input.js";
import { buildResult } from "./build-result.js";
import { inXJob } from "./model-context.js";
import type { ModelContext } from "./model-context.js";
import type { MediaType, Parameter, Schema } from "./openapi-document.js";
import { parsePointer } from "./json-pointer.js";
import { lookUp, mayBeObject, shapeOf, singleType } from "./schema-walk.js";
import type { ObjectShape } from "./schema-walk.js";
import type { SourcePath } from "./source-positions.js";
import { fileBodyType, requestContent } from "./spec-operation.js";
import type { SpecOperation } from "./spec-operation.js";
import { useField } from "./use-field.js";
import { describeOperation, fixedValue, useOperation } from "./use-operation.js";
import { answerOf, usePlace } from "./use-place.js";
import type { PlaceScope } from "./use-place.js";
import type { XJobKind } from "./x-job.js";

/** The body that a kind's submit sends. */
export interface SubmitBody {
  operation: SpecOperation;
  content: Submit["content"];
  /** As the spec writes it, with parameters. */
  mediaType: string;
  media: MediaType;
  /** Of the input: the body's fields and the parameters. */
  shape: ObjectShape;
  parameters: readonly Parameter[];
}

export interface BuiltKind {
  id: string;
  kind: JobKind;
  body: SubmitBody;
}

const documentedAsNotAccepted = ["429", "503"];

export function buildKind(
  context: ModelContext,
  id: string,
  declared: XJobKind,
  job: PlaceScope | undefined,
): BuiltKind | undefined {
  const body = findBody(context, id, declared);
  if (!body) return undefined;
  const input: KindInput = buildInput(context, id, declared.input, body);
  const estimate = buildEstimate(context, id, declared, body);
  const result = buildResult(context, id, declared.result, job);
  const hasKindPlace = context.xJob.resource.kind !== undefined;
  if (declared.word !== undefined && !hasKindPlace) {
    context.refuse(
      inXJob("kinds", id, "word"),
      `the kind ${id} has a word, and resource.kind does not say where the API names it`,
      "declare resource.kind, or leave the word out",
    );
  }
  if (!result) return undefined;
  return {
    id,
    kind: {
      title: declared.title,
      ...(hasKindPlace && { word: declared.word ?? id }),
      submit: buildSubmit(context, id, declared, body),
      input,
      ...(estimate && { estimate }),
      result,
    },
    body,
  };
}

function findBody(context: ModelContext, id: string, declared: XJobKind): SubmitBody | undefined {
  const at = inXJob("kinds", id, "submit", "operation");
  const found = context.operations.find((each) => each.id === declared.submit.operation);
  const taken = (found?.parameters ?? []).filter((each) => isInput(context, declared, each));
  const { idempotency } = declared.submit;
  const keyHeader = typeof idempotency === "object" && "header" in idempotency ? [idempotency.header] : [];
  const names = (where: string): string[] =>
    taken.filter((each) => each.in === where).map((each) => each.name);
  const operation = useOperation(context, at, declared.submit.operation, {
    path: names("path"),
    query: names("query"),
    header: [...names("header"), ...keyHeader],
  });
  if (!operation) return undefined;
  const content = requestContent(context.document, operation);
  const chosen = chooseBody(context, id, declared, operation, content);
  if (!chosen) return undefined;
  const media = content[chosen.mediaType] ?? {};
  const hasFields = chosen.content !== "file" && chosen.content !== "none";
  const own = hasFields ? shapeOf(context.document, media.schema ?? true) : noFields;
  if (hasFields && !checkFields(context, at, operation, media.schema ?? true, own)) return undefined;
  const isTwice = ({ name }: Parameter): boolean => own.properties.has(name) || name === "file";
  // What the body takes too goes there.
  const parameters = taken.filter((each) => !isTwice(each));
  for (const { name } of taken.filter((each) => isTwice(each) && (each.required || each.in === "path"))) {
    context.refuse(
      at,
      `${operation.id} takes "${name}" as a parameter and in its body, and an input has one field of that name`,
      "make the parameter optional, or leave one of them out of the spec",
    );
  }
  return {
    operation,
    ...chosen,
    media,
    parameters,
    shape: {
      properties: new Map([
        ...own.properties,
        ...parameters.map((each) => [each.name, each.schema ?? true] as const),
      ]),
      required: [
        ...own.required,
        ...parameters.filter((each) => each.in === "path" || each.required).map((each) => each.name),
      ],
      open: own.open,
    },
  };
}

/** A body of fields is an object, and declares those that it requires. */
function checkFields(
  context: ModelContext,
  at: SourcePath,
  { id }: SpecOperation,
  schema: Schema,
  shape: ObjectShape,
): boolean {
  if (!mayBeObject(context.document, schema)) {
    context.refuse(
      at,
      `the body of ${id} can be no object, as its schema says another type`,
      "write `type: object` wherever the schema names a type",
    );
    return false;
  }
  const undeclared = shape.required.find((name) => !shape.properties.has(name));
  if (undeclared === undefined) return true;
  context.refuse(
    at,
    `the body of ${id} requires "${undeclared}", which its schema does not declare`,
    "declare it under `properties`, or take it out of `required`",
  );
  return false;
}

const noFields: ObjectShape = { properties: new Map(), required: [], open: false };

/** Parameters that the caller gives: all but the idempotency key and those that have one value only. */
function isInput(context: ModelContext, { submit }: XJobKind, parameter: Parameter): boolean {
  const { idempotency } = submit;
  const key =
    typeof idempotency === "object" && "header" in idempotency ? idempotency.header.toLowerCase() : undefined;
  return (
    ["path", "query", "header"].includes(parameter.in) &&
    parameter.name.toLowerCase() !== key &&
    fixedValue(context, parameter) === undefined
  );
}

function chooseBody(
  context: ModelContext,
  id: string,
  { input: { file } }: XJobKind,
  operation: SpecOperation,
  content: Record<string, MediaType>,
): Pick<SubmitBody, "content" | "mediaType"> | undefined {
  const at = inXJob("kinds", id, "submit", "operation");
  const types = Object.keys(content);
  const multipart = types.find((type) => type.startsWith("multipart/form-data"));
  const json = types.find((type) => /^application\/json($|;)/.test(type));
  const form = types.find((type) => type.startsWith("application/x-www-form-urlencoded"));
  const isSent = file !== undefined && file.upload === undefined;
  const raw = fileBodyType(content);
  if (isSent && file.field === undefined) {
    if (raw !== undefined) return { content: "file", mediaType: raw };
    context.refuse(
      at,
      `${operation.id} takes no body that is a file`,
      "declare application/octet-stream, or name the field that takes the file as input.file.field",
    );
    return undefined;
  }
  const isText = isSent && json !== undefined && isEncoded(context, content[json] ?? {}, file.field ?? "");
  if (multipart !== undefined && isSent && !isText)
    return { content: "multipart/form-data", mediaType: multipart };
  if (json !== undefined && (!isSent || isText)) return { content: "application/json", mediaType: json };
  if (!isSent && multipart !== undefined) return { content: "multipart/form-data", mediaType: multipart };
  if (!isSent && form !== undefined) return { content: "application/x-www-form-urlencoded", mediaType: form };
  if (!isSent && types.length === 0) return { content: "none", mediaType: "" };
  const wanted = isSent ? "multipart/form-data" : "application/json or multipart/form-data";
  context.refuse(
    at,
    `${operation.id} takes no ${wanted} body`,
    isSent
      ? "name the upload that takes the file as input.file.upload"
      : `declare one under requestBody.content`,
  );
  return undefined;
}

function isEncoded(context: ModelContext, media: MediaType, field: string): boolean {
  const pointer = field.startsWith("/") ? field : `/${field}`;
  const { found } = lookUp(context.document, media.schema ?? true, parsePointer(pointer));
  return isText(context, found?.[0]);
}

function buildSubmit(context: ModelContext, id: string, declared: XJobKind, body: SubmitBody): Submit {
  const { operation, shape, parameters } = body;
  const at = inXJob("kinds", id, "submit");
  const { jobId, idempotency } = declared.submit;
  if (jobId !== undefined)
    usePlace(context, [...at, "jobId"], jobId, answerOf(context, operation), ["string", "integer"]);
  else if (typeof idempotency !== "object" || !("clientId" in idempotency)) {
    context.refuse(at, `the kind ${id} does not say where the new job's id stands`, "add `jobId:`");
  }
  const documented = documentedAsNotAccepted.filter((status) =>
    Object.hasOwn(operation.object.responses ?? {}, status),
  );
  return {
    ...describeOperation(context, operation),
    ...(jobId !== undefined && { jobId }),
    content: body.content,
    ...(parameters.length > 0 && {
      parameters: Object.fromEntries(
        parameters.map((each) => [each.name, each.in as "path" | "query" | "header"]),
      ),
    }),
    idempotency: buildIdempotency(context, id, declared, body),
    notAccepted: [...new Set([...(declared.submit.notAccepted ?? []), ...documented.map(Number)])].sort(
      (a, b) => a - b,
    ),
    required: shape.required,
    jsonFields: body.content === "multipart/form-data" ? jsonFieldsOf(context, body) : [],
  };
}

function buildIdempotency(
  context: ModelContext,
  id: string,
  declared: XJobKind,
  { operation, shape }: SubmitBody,
): Submit["idempotency"] {
  const at = inXJob("kinds", id, "submit", "idempotency");
  const { idempotency } = declared.submit;
  if (idempotency === "none") return { by: "none" };
  if ("clientId" in idempotency || "field" in idempotency) {
    const [key, field] =
      "field" in idempotency ? ["field", idempotency.field] : ["clientId", idempotency.clientId];
    useField(context, [...at, key], field, shape, operation.id);
    return { by: "client-id", field };
  }
  const headers = operation.parameters
    .filter((parameter) => parameter.in === "header")
    .map((each) => each.name);
  if (!headers.some((name) => name.toLowerCase() === idempotency.header.toLowerCase())) {
    context.refuse(
      [...at, "header"],
      `${operation.id} has no header parameter "${idempotency.header}"`,
      headers.length > 0
        ? `use one of: ${headers.join(", ")}`
        : "declare the parameter, or write `idempotency: none`",
    );
  }
  return { by: "header", header: idempotency.header };
}

/** Multipart fields that are sent as JSON: objects (OpenAPI's default), and what `encoding` says. */
function jsonFieldsOf(context: ModelContext, { media, shape }: SubmitBody): string[] {
  return [...shape.properties]
    .filter(([name, schema]) => {
      const contentType = media.encoding?.[name]?.contentType;
      if (contentType !== undefined) return contentType.includes("json");
      return singleType(context.document, schema) === "object";
    })
    .map(([name]) => name);
}
