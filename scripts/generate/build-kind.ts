import type { JobKind, KindInput, Submit } from "../../packages/jobs-core/src/job-api.js";
import { buildInput } from "./build-input.js";
import { buildResult } from "./build-result.js";
import { inXJob } from "./model-context.js";
import type { ModelContext } from "./model-context.js";
import type { MediaType } from "./openapi-document.js";
import { shapeOf, singleType } from "./schema-walk.js";
import type { ObjectShape } from "./schema-walk.js";
import { requestContent } from "./spec-operation.js";
import type { SpecOperation } from "./spec-operation.js";
import { useField } from "./use-field.js";
import { describeOperation, useOperation } from "./use-operation.js";
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
  shape: ObjectShape;
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
      result,
    },
    body,
  };
}

function findBody(context: ModelContext, id: string, declared: XJobKind): SubmitBody | undefined {
  const at = inXJob("kinds", id, "submit", "operation");
  const { idempotency } = declared.submit;
  const supplied = typeof idempotency === "object" && "header" in idempotency ? [idempotency.header] : [];
  const operation = useOperation(context, at, declared.submit.operation, { header: supplied });
  if (!operation) return undefined;
  const content = requestContent(context.document, operation);
  const multipart = Object.keys(content).find((type) => type.startsWith("multipart/form-data"));
  const json = Object.keys(content).find((type) => /^application\/json($|;)/.test(type));
  const sendsFile = declared.input.file !== undefined && declared.input.file.upload === undefined;
  const mediaType = sendsFile ? multipart : (json ?? multipart);
  if (!mediaType) {
    const wanted = sendsFile ? "multipart/form-data" : "application/json or multipart/form-data";
    context.refuse(
      at,
      `${operation.id} takes no ${wanted} body`,
      sendsFile
        ? "name the upload that takes the file as input.file.upload"
        : `declare one under requestBody.content`,
    );
    return undefined;
  }
  const media = content[mediaType] ?? {};
  const shape = shapeOf(context.document, media.schema ?? true);
  return {
    operation,
    content: mediaType === json ? "application/json" : "multipart/form-data",
    mediaType,
    media,
    shape,
  };
}

function buildSubmit(context: ModelContext, id: string, declared: XJobKind, body: SubmitBody): Submit {
  const { operation, shape } = body;
  const at = inXJob("kinds", id, "submit");
  usePlace(context, [...at, "jobId"], declared.submit.jobId, answerOf(context, operation), [
    "string",
    "integer",
  ]);
  const documented = documentedAsNotAccepted.filter((status) =>
    Object.hasOwn(operation.object.responses ?? {}, status),
  );
  return {
    ...describeOperation(operation),
    jobId: declared.submit.jobId,
    content: body.content,
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
  if ("clientId" in idempotency) {
    useField(context, [...at, "clientId"], idempotency.clientId, shape, operation.id);
    return { by: "client-id", field: idempotency.clientId };
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
