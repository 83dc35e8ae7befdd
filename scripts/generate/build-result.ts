import type { KindResult } from "../../packages/jobs-core/src/job-api.js";
import { inXJob } from "./model-context.js";
import type { ModelContext } from "./model-context.js";
import type { JsonType } from "./schema-walk.js";
import type { SourcePath } from "./source-positions.js";
import { describeOperation, useOperation } from "./use-operation.js";
import { usePlace, usePlaces } from "./use-place.js";
import type { PlaceScope } from "./use-place.js";
import type { XJobFileResult, XJobResult } from "./x-job.js";

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
    });
    return { type: "url", at: declared.url.at, ...about };
  }
  if (!declared.inline) return undefined;
  const { schema } = declared.inline;
  usePlace(context, [...at, "inline", "at"], declared.inline.at, job, [
    "object",
    "array",
    "string",
    "number",
  ]);
  const name = schema.slice("#/components/schemas/".length);
  const names = Object.keys(context.document.components?.schemas ?? {});
  if (!names.includes(name)) {
    context.refuse(
      [...at, "inline", "schema"],
      `the result's schema ${schema} is not in the spec`,
      names.length > 0 ? `use one of: ${names.join(", ")}` : "declare it under components.schemas",
    );
  }
  return { type: "inline", at: declared.inline.at };
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
  for (const name of names) {
    usePlace(context, [...at, "parameters", name], declared.parameters[name] ?? "", job, [
      "string",
      "integer",
    ]);
    const isParameter = operation?.parameters.some(
      (each) => each.name === name && /^(path|query)$/.test(each.in),
    );
    if (!operation || isParameter) continue;
    context.refuse(
      [...at, "parameters", name],
      `${operation.id} has no path or query parameter "${name}"`,
      `use one of: ${operation.parameters.map((each) => each.name).join(", ") || "none, it takes no parameter"}`,
    );
  }
  const about = usePlaces(context, at, declared, job, {
    name: text,
    contentType: text,
    sizeBytes: count,
    fileCount: count,
  });
  return (
    operation && {
      type: "file",
      operation: describeOperation(operation),
      parameters: declared.parameters,
      ...about,
    }
  );
}
