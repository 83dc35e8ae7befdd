import type { EngineInput, KindInput } from "../../packages/jobs-core/src/job-api.js";
import { itemOf } from "./build-list.js";
import type { SubmitBody } from "./build-kind.js";
import { whyUnfit } from "./why-unfit.js";
import { inXJob } from "./model-context.js";
import type { ModelContext } from "./model-context.js";
import type { Schema } from "./openapi-document.js";
import { branchesOf, knownValues, lookUp, singleType } from "./schema-walk.js";
import { parsePointer } from "./json-pointer.js";
import { useField } from "./use-field.js";
import { describeOperation, fixedFields, useOperation } from "./use-operation.js";
import { answerOf, usePlace } from "./use-place.js";
import type { XJobInput } from "./x-job.js";

/** What a kind takes, by the body fields that take it. */
export function buildInput(
  context: ModelContext,
  id: string,
  declared: XJobInput,
  body: SubmitBody,
): KindInput {
  const at = (...path: string[]) => inXJob("kinds", id, "input", ...path);
  const field = (name: string, ...path: string[]): Schema | undefined =>
    useField(context, at(...path), name, body.shape, body.operation.id);
  const { file, url, job, format, webhook } = declared;
  const given = { ...fixedFields(context, body.shape), ...declared.defaults };
  const fileSchema = file?.field === undefined ? undefined : field(file.field, "file", "field");
  if (url) field(url.field, "url", "field");
  if (job) field(job.field, "job", "field");
  if (webhook) field(webhook.url, "webhook", "url");
  if (webhook?.secret !== undefined) field(webhook.secret, "webhook", "secret");
  checkUpload(context, id, declared);
  checkSourceKind(context, id, declared);
  const formatSchema = format && field(format.field, "format", "field");
  const engine = declared.engine && buildEngine(context, id, declared.engine, body);
  return {
    ...(file && {
      file: {
        ...(file.field !== undefined && { field: file.field }),
        ...(file.upload !== undefined && { upload: file.upload }),
        formats: file.formats ?? [],
        ...(fileSchema !== undefined &&
          singleType(context.document, fileSchema) === "array" && { many: true as const }),
        ...(isText(context, fileSchema) && { base64: true as const }),
        ...(file.maxBytes !== undefined && { maxBytes: file.maxBytes }),
      },
    }),
    ...(url && { url: { field: url.field } }),
    ...(job && { job: { field: job.field, kind: job.kind } }),
    ...(format && {
      format: {
        field: format.field,
        known: formatSchema === undefined ? [] : wordsOf(context, formatSchema),
      },
    }),
    ...(engine && { engine }),
    ...(webhook && {
      webhook: { url: webhook.url, ...(webhook.secret !== undefined && { secret: webhook.secret }) },
    }),
    defaults: buildDefaults(context, id, given, body),
  };
}

function checkUpload(context: ModelContext, id: string, { file }: XJobInput): void {
  const names = Object.keys(context.xJob.uploads ?? {});
  const upload = context.xJob.uploads?.[file?.upload ?? ""];
  if (upload?.operation !== undefined && file?.field === undefined) {
    context.refuse(
      inXJob("kinds", id, "input", "file"),
      `the kind ${id} uploads a file first, and does not say which field refers to it`,
      "add `field:`",
    );
  }
  if (file?.upload !== undefined && file.maxBytes !== undefined) {
    context.refuse(
      inXJob("kinds", id, "input", "file", "maxBytes"),
      `the kind ${id} limits a file that goes through the upload ${file.upload}`,
      "declare maxBytes there",
    );
  }
  if (file?.upload === undefined || names.includes(file.upload)) return;
  context.refuse(
    inXJob("kinds", id, "input", "file", "upload"),
    `the kind ${id} names the upload "${file.upload}", which is not declared under uploads`,
    names.length > 0 ? `use one of: ${names.join(", ")}` : "declare it under x-job.uploads",
  );
}

/** JSON Schema's way to say that a text is the file's bytes. */
export function isText(context: ModelContext, schema: Schema | undefined): boolean {
  return (
    schema !== undefined &&
    branchesOf(context.document, schema)
      .flatMap((branch) => [branch, typeof branch === "object" ? (branch.items ?? true) : true])
      .some(
        (branch) =>
          typeof branch === "object" && (branch.contentEncoding === "base64" || branch.format === "byte"),
      )
  );
}

function checkSourceKind(context: ModelContext, id: string, { job }: XJobInput): void {
  const kinds = Object.keys(context.xJob.kinds);
  if (!job || kinds.includes(job.kind)) return;
  context.refuse(
    inXJob("kinds", id, "input", "job", "kind"),
    `the kind ${id} takes a job of the kind "${job.kind}", which is not declared under kinds`,
    `use one of: ${kinds.join(", ")}`,
  );
}

function buildEngine(
  context: ModelContext,
  id: string,
  declared: NonNullable<XJobInput["engine"]>,
  body: SubmitBody,
): EngineInput | undefined {
  const at = (key: string) => inXJob("kinds", id, "input", "engine", key);
  useField(context, at("field"), declared.field, body.shape, body.operation.id);
  const list = useOperation(context, at("list"), declared.list, {});
  if (!list) return undefined;
  const scope = answerOf(context, list);
  usePlace(context, at("items"), declared.items, scope, ["array"]);
  const item = itemOf(context, scope, declared.items, `an engine in the list of ${list.id}`);
  if (item) {
    usePlace(context, at("id"), declared.id, item, ["string"]);
    const conversions = usePlace(context, at("conversions"), declared.conversions, item, ["array"]);
    checkConversions(context, at("conversions"), declared.conversions, conversions);
  }
  const { field, items, conversions } = declared;
  return { field, list: describeOperation(context, list), items, id: declared.id, conversions };
}

function checkConversions(
  context: ModelContext,
  at: readonly (string | number)[],
  place: string,
  schemas: readonly Schema[],
): void {
  for (const field of ["from", "to"]) {
    const isThere = schemas.some(
      (schema) => lookUp(context.document, schema, ["0", ...parsePointer(`/${field}`)]).found,
    );
    if (schemas.length === 0 || isThere) continue;
    context.refuse(
      at,
      `the conversions in ${place} have no "${field}"`,
      "name an array of objects with `from` and `to`",
    );
  }
}

function wordsOf(context: ModelContext, schema: Schema): string[] {
  return knownValues(context.document, [schema]).values.filter((value) => typeof value === "string");
}

function buildDefaults(
  context: ModelContext,
  id: string,
  defaults: Record<string, unknown>,
  body: SubmitBody,
): Record<string, unknown> {
  for (const [name, value] of Object.entries(defaults)) {
    const at = inXJob("kinds", id, "input", "defaults", name);
    const schema = useField(context, at, name, body.shape, body.operation.id);
    if (schema === undefined) continue;
    const reason = whyUnfit(context.document, schema, value);
    if (reason === undefined) continue;
    context.refuse(
      at,
      `the default of "${name}" does not fit the field's schema: it ${reason}`,
      "mend the value",
    );
  }
  return defaults;
}
