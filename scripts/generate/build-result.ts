import type { DataSource, KindResult } from "../../packages/jobs-core/src/job-api.js";
import { buildPages, countingParameters, firstQuery } from "./build-pages.js";
import { isText } from "./build-input.js";
import { inXJob, nameOf } from "./model-context.js";
import type { ModelContext } from "./model-context.js";
import { shapeOf } from "./schema-walk.js";
import type { JsonType } from "./schema-walk.js";
import type { SourcePath } from "./source-positions.js";
import { isBodyRequired, isJson, requestContent } from "./spec-operation.js";
import type { SpecOperation } from "./spec-operation.js";
import { describeOperation, useOperation } from "./use-operation.js";
import { answerOf, usePlace, usePlaces } from "./use-place.js";
import type { PlaceScope } from "./use-place.js";
import type { XJobFileResult, XJobInlineResult, XJobResult } from "./x-job.js";

const text: readonly JsonType[] = ["string"];
const count: readonly JsonType[] = ["integer", "number"];

/** Where a finished job's result is: a file by an operation, a file by a URL, or data in the job. */
export function buildResult(
  context: ModelContext,
  id: string,
  declared: XJobResult,
  job: PlaceScope | undefined,
): KindResult | undefined {
  const at = inXJob("kinds", id, "result");
  if (declared.file) return buildFileResult(context, [...at, "file"], declared.file, job);
  if (declared.url) {
    const place = [...at, "url"];
    usePlace(context, [...place, "at"], declared.url.at, job, text);
    const about = usePlaces(context, place, declared.url, job, {
      name: text,
      contentType: text,
      sizeBytes: count,
      sha256: text,
    });
    return {
      type: "url",
      at: declared.url.at,
      ...about,
      ...(declared.url.at.includes("/*") && { many: true as const }),
    };
  }
  if (declared.content) return buildHeldFile(context, [...at, "content"], declared.content, job);
  if (!declared.inline) return undefined;
  const { schema, pages } = declared.inline;
  const from = buildSource(context, [...at, "inline"], declared.inline, job);
  usePlace(
    context,
    [...at, "inline", "at"],
    declared.inline.at,
    from ? from.scope : declared.inline.operation === undefined ? job : undefined,
    pages ? ["array"] : ["object", "array", "string", "number"],
  );
  const name = schema.slice("#/components/schemas/".length);
  const names = Object.keys(context.document.components?.schemas ?? {});
  if (!names.includes(name)) {
    context.refuse(
      [...at, "inline", "schema"],
      `the result's schema ${schema} is not in the spec`,
      names.length > 0 ? `use one of: ${names.join(", ")}` : "declare it under components.schemas",
    );
  }
  return { type: "inline", at: declared.inline.at, ...(from && { from: from.source }) };
}

/** A file that stands in the job itself; JSON Schema says that a text is bytes. */
function buildHeldFile(
  context: ModelContext,
  at: SourcePath,
  declared: NonNullable<XJobResult["content"]>,
  job: PlaceScope | undefined,
): KindResult {
  const found = usePlace(context, [...at, "at"], declared.at, job, text);
  if (found.length > 0 && !found.some((schema) => isText(context, schema))) {
    context.refuse(
      [...at, "at"],
      `${nameOf([...at, "at"])} is ${declared.at}, and ${job?.name ?? "the answer"} does not say that the text there is a file`,
      "write `contentEncoding: base64` in its schema, or declare result.url for a link",
    );
  }
  const about = usePlaces(context, at, declared, job, {
    name: text,
    contentType: text,
    sizeBytes: count,
    sha256: text,
  });
  return {
    type: "url",
    at: declared.at,
    base64: true,
    ...about,
    ...(declared.at.includes("/*") && { many: true as const }),
  };
}

/** The operation whose answer holds the data; pages without one are those of the job itself. */
function buildSource(
  context: ModelContext,
  at: SourcePath,
  { operation: named, parameters: places = {}, pages }: XJobInlineResult,
  job: PlaceScope | undefined,
): { source: DataSource; scope: PlaceScope } | undefined {
  if (named === undefined && !pages) return undefined;
  const { get } = context.xJob.resource;
  const own = named === undefined ? (job?.path ?? []) : [];
  const parameters = { ...places, ...Object.fromEntries(own.map((name) => [name, `$request.path.${name}`])) };
  const names = Object.keys(parameters);
  const operation = useOperation(context, [...at, "operation"], named ?? get, {
    path: names,
    query: [...names, ...countingParameters(pages)],
    mend: "add it under `parameters`, with its place in the job",
  });
  if (!operation) return undefined;
  checkParameters(context, at, parameters, operation, job);
  const scope = answerOf(context, operation);
  const where = [...at, "pages"];
  for (const name of ["after", "size"] as const) {
    if (pages?.[name] === undefined) continue;
    context.refuse([...where, name], `${name} is for lists of jobs, and a result has none`, "leave it out");
  }
  const built = pages && buildPages(context, where, pages, operation, scope);
  const described = describeOperation(context, operation, names);
  const query = { ...described.query, ...firstQuery(context, pages, operation) };
  return {
    scope,
    source: {
      ...described,
      ...(Object.keys(query).length > 0 && { query }),
      parameters,
      ...(built && { pages: built }),
    },
  };
}

function checkParameters(
  context: ModelContext,
  at: SourcePath,
  parameters: Readonly<Record<string, string>>,
  operation: SpecOperation,
  job: PlaceScope | undefined,
  fields: readonly string[] = [],
): void {
  for (const [name, place] of Object.entries(parameters)) {
    usePlace(context, [...at, "parameters", name], place, job, ["string", "integer"]);
    if (fields.includes(name)) continue;
    if (operation.parameters.some((each) => each.name === name && /^(path|query)$/.test(each.in))) continue;
    context.refuse(
      [...at, "parameters", name],
      `${operation.id} has no path or query parameter "${name}"`,
      `use one of: ${operation.parameters.map((each) => each.name).join(", ") || "none, it takes no parameter"}`,
    );
  }
}

/** Those of the names that are fields of the operation's JSON body, which has to get what it requires. */
function bodyFields(
  context: ModelContext,
  at: SourcePath,
  operation: SpecOperation,
  names: readonly string[],
): string[] {
  const isParameter = (name: string): boolean => operation.parameters.some((each) => each.name === name);
  const media = Object.entries(requestContent(context.document, operation)).find(([type]) => isJson(type));
  const shape = media && shapeOf(context.document, media[1].schema ?? true);
  const missing = shape?.required.find((name) => !names.includes(name));
  if (missing !== undefined && isBodyRequired(context.document, operation)) {
    context.refuse(
      [...at, "operation"],
      `the body of ${operation.id} requires "${missing}", which nothing here supplies`,
      "add it under `parameters`, with its place in the job",
    );
  }
  return names.filter((name) => !isParameter(name) && shape?.properties.has(name));
}

function buildFileResult(
  context: ModelContext,
  at: SourcePath,
  declared: XJobFileResult,
  job: PlaceScope | undefined,
): KindResult | undefined {
  const names = Object.keys(declared.parameters);
  const operation = useOperation(context, [...at, "operation"], declared.operation, {
    path: names,
    query: names,
    mend: "add it under `parameters`, with its place in the job",
  });
  const fields = operation ? bodyFields(context, at, operation, names) : [];
  if (operation) checkParameters(context, at, declared.parameters, operation, job, fields);
  const about = usePlaces(context, at, declared, job, {
    name: text,
    contentType: text,
    sizeBytes: count,
    sha256: text,
    fileCount: count,
  });
  return (
    operation && {
      type: "file",
      operation: describeOperation(context, operation, names),
      parameters: declared.parameters,
      ...(fields.length > 0 && { fields }),
      ...about,
      ...(Object.values(declared.parameters).some((place) => place.includes("/*")) && {
        many: true as const,
      }),
    }
  );
}
