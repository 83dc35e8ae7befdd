import type { Upload, UploadChunks, UploadField, UploadStep } from "../../packages/jobs-core/src/job-api.js";
import { inXJob } from "./model-context.js";
import type { ModelContext } from "./model-context.js";
import { parsePointer } from "./json-pointer.js";
import { lookUp, shapeOf } from "./schema-walk.js";
import type { SourcePath } from "./source-positions.js";
import { fileBodyType, requestContent } from "./spec-operation.js";
import { useField } from "./use-field.js";
import type { SpecOperation } from "./spec-operation.js";
import { describeOperation, fixedFields, pathNames, useOperation } from "./use-operation.js";
import { answerOf, usePlace } from "./use-place.js";
import type { PlaceScope } from "./use-place.js";
import type { XJobStep, XJobUpload } from "./x-job.js";

/** The uploads that a submit can refer to, by name. */
export function buildUploads(context: ModelContext): Record<string, Upload> {
  const uploads: Record<string, Upload> = {};
  for (const [name, declared] of Object.entries(context.xJob.uploads ?? {})) {
    const upload = buildUpload(context, name, declared);
    if (upload) uploads[name] = upload;
  }
  return uploads;
}

function buildUpload(context: ModelContext, name: string, declared: XJobUpload): Upload | undefined {
  const at = inXJob("uploads", name);
  const { put, form, chunks, part, maxBytes, expires } = declared;
  const ways = [part, put, form, chunks].filter((way) => way !== undefined);
  if (ways.length > 1) {
    context.refuse(
      at,
      `the upload ${name} sends the file in two ways`,
      "keep one of part, put, form, chunks",
    );
    return undefined;
  }
  const submit = declared.operation === undefined ? submitOf(context, name) : undefined;
  if (declared.operation === undefined && (!submit || (!put && !form && !chunks))) {
    context.refuse(
      at,
      `the upload ${name} names no operation, and its file follows no submit`,
      "name the operation, or declare put, form or chunks and name the upload in a kind's input.file",
    );
    return undefined;
  }
  const isElsewhere = put !== undefined || form !== undefined || chunks !== undefined;
  const about = declared.operation === undefined ? undefined : findOperation(context, declared.operation);
  const given = Object.values(declared.about ?? {});
  const operation = useOperation(context, [...at, "operation"], declared.operation ?? submit ?? "", {
    query: given,
    header: given,
    path: submit === undefined ? given : pathNamesOf(context, submit),
    mend: "name it under `about`, or make it optional",
  });
  if (!operation) return undefined;
  const scope = answerOf(context, operation);
  if (!isElsewhere && !hasFileBody(context, at, operation, part)) return undefined;
  if (put) {
    usePlace(context, [...at, "put", "url"], put.url, scope, ["string"]);
    if (put.headers !== undefined)
      usePlace(context, [...at, "put", "headers"], put.headers, scope, ["object"]);
  }
  if (form) {
    usePlace(context, [...at, "form", "url"], form.url, scope, ["string"]);
    usePlace(context, [...at, "form", "fields"], form.fields, scope, ["object"]);
  }
  const complete =
    declared.complete && buildStep(context, [...at, "complete"], declared.complete, declared, scope);
  const pieces = chunks && buildChunks(context, [...at, "chunks"], declared, scope);
  if (submit === undefined) {
    const last = complete && hasPlace(context, complete.answer, declared.id) ? complete.answer : scope;
    if (declared.id === undefined)
      context.refuse(at, `the upload ${name} does not say where its id stands`, "add `id:`");
    else usePlace(context, [...at, "id"], declared.id, last, ["string", "integer"]);
  }
  if (expires !== undefined) usePlace(context, [...at, "expires"], expires, scope, ["string"]);
  const fields = buildAbout(context, [...at, "about"], declared, about ?? operation);
  const fixed = submit === undefined ? fixedUploadFields(context, at, declared, operation) : {};
  return {
    ...describeOperation(context, operation),
    ...(part !== undefined && { part }),
    ...(Object.keys(fixed).length > 0 && { fields: fixed }),
    id: declared.id ?? "",
    ...(expires !== undefined && { expires }),
    ...(maxBytes !== undefined && { maxBytes }),
    ...(fields && { about: fields }),
    ...(submit !== undefined && { afterSubmit: true as const }),
    ...(put && {
      put: {
        url: put.url,
        method: put.method ?? "PUT",
        ...(put.headers !== undefined && { headers: put.headers }),
      },
    }),
    ...(form && { form: { url: form.url, fields: form.fields, part: form.part ?? "file" } }),
    ...(pieces && { chunks: pieces }),
    ...(complete && { complete: complete.step }),
  };
}

/** What the first request's body has to hold beside the file and what tells of it. */
function fixedUploadFields(
  context: ModelContext,
  at: SourcePath,
  { part, about = {} }: XJobUpload,
  operation: SpecOperation,
): Record<string, unknown> {
  const content = requestContent(context.document, operation);
  const media = content[part === undefined ? "application/json" : "multipart/form-data"];
  if (!media) return {};
  const shape = shapeOf(context.document, media.schema ?? true);
  if (part !== undefined && !shape.properties.has(part)) return {};
  const told = new Set(
    Object.values(about).map((name) => (name.startsWith("/") ? parsePointer(name)[0] : name)),
  );
  const fixed = fixedFields(context, shape);
  const missing = shape.required.find(
    (name) => name !== part && !told.has(name) && !Object.hasOwn(fixed, name),
  );
  if (missing !== undefined) {
    context.refuse(
      at,
      `the body of ${operation.id} requires "${missing}", which nothing here supplies`,
      "give it a `const` or a `default`, or name it under `about`",
    );
  }
  return fixed;
}

/** The operation of the submit that the file follows. */
function submitOf(context: ModelContext, name: string): string | undefined {
  const kind = Object.values(context.xJob.kinds).find(({ input }) => input.file?.upload === name);
  return kind?.submit.operation;
}

function findOperation(context: ModelContext, id: string): SpecOperation | undefined {
  return context.operations.find((each) => each.id === id);
}

function pathNamesOf(context: ModelContext, id: string): string[] {
  const operation = findOperation(context, id);
  return operation ? operation.parameters.map((each) => each.name) : [];
}

function hasFileBody(
  context: ModelContext,
  at: SourcePath,
  operation: SpecOperation,
  part: string | undefined,
): boolean {
  const content = requestContent(context.document, operation);
  if (part === undefined) {
    if (fileBodyType(content) !== undefined) return true;
    const isForm = content["multipart/form-data"] !== undefined;
    context.refuse(
      [...at, "operation"],
      `${operation.id} takes no body that is a file`,
      isForm
        ? "name the multipart part as `part`"
        : "declare application/octet-stream, or put, form or chunks",
    );
    return false;
  }
  const body = content["multipart/form-data"];
  if (!body) {
    context.refuse(
      [...at, "operation"],
      `${operation.id} takes no multipart/form-data body`,
      "name the operation that takes the file as a part",
    );
    return false;
  }
  useField(context, [...at, "part"], part, shapeOf(context.document, body.schema ?? true), operation.id);
  return true;
}

interface BuiltStep {
  step: UploadStep;
  operation: SpecOperation;
  answer: PlaceScope;
}

/** A later request; where its parameters are not given, its only path parameter takes the id. */
function buildStep(
  context: ModelContext,
  at: SourcePath,
  declared: XJobStep,
  upload: XJobUpload,
  scope: PlaceScope,
  supplied: readonly string[] = [],
): BuiltStep | undefined {
  const found = findOperation(context, declared.operation);
  const [only, ...others] = found ? pathNames(context, found) : [];
  const byDefault =
    only !== undefined && others.length === 0 && upload.id !== undefined ? { [only]: upload.id } : {};
  const parameters = declared.parameters ?? byDefault;
  const names = Object.keys(parameters);
  const operation = useOperation(context, [...at, "operation"], declared.operation, {
    path: names,
    query: [...names, ...supplied],
    header: supplied,
    mend: "add it under `parameters`, with its place in the first answer",
  });
  for (const name of names)
    usePlace(context, [...at, "parameters", name], parameters[name] ?? "", scope, ["string", "integer"]);
  return (
    operation && {
      step: { ...describeOperation(context, operation), parameters },
      operation,
      answer: answerOf(context, operation),
    }
  );
}

function buildChunks(
  context: ModelContext,
  at: SourcePath,
  upload: XJobUpload,
  scope: PlaceScope,
): UploadChunks | undefined {
  const { chunks } = upload;
  if (!chunks) return undefined;
  const { sizeBytes, offset, part } = chunks;
  const built = buildStep(context, at, chunks, upload, scope, [offset]);
  if (!built) return undefined;
  if (!hasFileBody(context, at, built.operation, part)) return undefined;
  const where = fieldPlace(context, built.operation, offset, "multipart/form-data");
  if (!where) {
    context.refuse(
      [...at, "offset"],
      `${built.operation.id} has no parameter and no form field "${offset}"`,
      "name the one that takes the offset",
    );
    return undefined;
  }
  return { ...built.step, sizeBytes, offset: where, ...(part !== undefined && { part }) };
}

function buildAbout(
  context: ModelContext,
  at: SourcePath,
  { about, part }: XJobUpload,
  operation: SpecOperation,
): Upload["about"] {
  if (!about) return undefined;
  const built: [string, UploadField][] = [];
  for (const [key, name] of Object.entries(about)) {
    const field =
      fieldPlace(context, operation, name, "application/json") ??
      (part === undefined ? undefined : fieldPlace(context, operation, name, "multipart/form-data"));
    if (field) built.push([key, field]);
    else
      context.refuse(
        [...at, key],
        `${operation.id} has no parameter and no JSON body field "${name}"`,
        "name the one that takes it",
      );
  }
  return Object.fromEntries(built);
}

/** Where an operation takes a value of this name. */
function fieldPlace(
  context: ModelContext,
  operation: SpecOperation,
  name: string,
  mediaType: string,
): UploadField | undefined {
  const parameter = operation.parameters.find((each) => each.name === name);
  if (parameter?.in === "path" || parameter?.in === "query" || parameter?.in === "header")
    return { in: parameter.in, name };
  const body = requestContent(context.document, operation)[mediaType];
  const found =
    body &&
    lookUp(context.document, body.schema ?? true, parsePointer(name.startsWith("/") ? name : `/${name}`));
  return found?.found ? { in: "body", name } : undefined;
}

function hasPlace(context: ModelContext, scope: PlaceScope, place: string | undefined): boolean {
  return (
    place !== undefined &&
    scope.schema !== undefined &&
    !place.startsWith("$") &&
    lookUp(context.document, scope.schema, parsePointer(place)).found !== undefined
  );
}
