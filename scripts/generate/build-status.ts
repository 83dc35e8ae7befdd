import type { JobState, StatusWords } from "../../packages/jobs-core/src/job-api.js";
import type { ModelContext } from "./model-context.js";
import type { Schema } from "./openapi-document.js";
import { knownValues, singleType } from "./schema-walk.js";
import type { SourcePath } from "./source-positions.js";
import type { SpecOperation } from "./spec-operation.js";
import { usePlace } from "./use-place.js";
import type { PlaceScope } from "./use-place.js";
import { jobStates } from "./x-job.js";
import type { XJobStatus } from "./x-job.js";

/** Where a job says how it stands: the answer about it, or an item of a list. */
export interface StatusScope {
  scope: PlaceScope | undefined;
  /** The operation whose HTTP status may say it. */
  get?: SpecOperation | undefined;
}

/** The words for how a job stands, and what they mean. */
export function buildStatus(
  context: ModelContext,
  at: SourcePath,
  declared: XJobStatus,
  { scope, get }: StatusScope,
): StatusWords {
  const { absent, failedAt, partial } = declared;
  if (failedAt !== undefined)
    usePlace(context, [...at, "failedAt"], failedAt, scope, [
      "object",
      "string",
      "array",
      "integer",
      "number",
    ]);
  if ((declared.failed ?? []).length === 0 && failedAt === undefined) {
    context.refuse(
      at,
      "no word and no place says that a job has failed",
      "list the words under `failed`, or name a place that is there on failed jobs only as `failedAt`",
    );
  }
  const found = usePlace(context, [...at, "at"], declared.at, scope, ["string", "boolean", "integer"]);
  return {
    at: declared.at,
    states: buildStates(context, at, declared, found, get),
    ...(partial && { partial: partial.map(String) }),
    ...(absent !== undefined && { absent }),
    ...(failedAt !== undefined && { failedAt }),
  };
}

/** The words that a schema knows, as text; of a status code, those that the operation documents. */
function wordsOf(
  context: ModelContext,
  place: string,
  schemas: readonly Schema[],
  get: SpecOperation | undefined,
): { values: readonly string[]; open: boolean } {
  if (place === "$statusCode") {
    const codes = Object.keys(get?.object.responses ?? {}).filter((code) => /^\d{3}$/.test(code));
    return { values: codes, open: false };
  }
  const isBoolean =
    schemas.length > 0 && schemas.every((schema) => singleType(context.document, schema) === "boolean");
  if (isBoolean) return { values: ["true", "false"], open: false };
  const { values, open } = knownValues(context.document, schemas);
  return { values: values.map(String), open };
}

function buildStates(
  context: ModelContext,
  path: SourcePath,
  declared: XJobStatus,
  schemas: readonly Schema[],
  get: SpecOperation | undefined,
): Record<string, JobState> {
  const states: [string, JobState][] = [];
  const known = wordsOf(context, declared.at, schemas, get);
  for (const key of [...jobStates, "partial" as const]) {
    const state = key === "partial" ? "succeeded" : key;
    for (const [index, value] of (declared[key] ?? []).entries()) {
      const word = String(value);
      const at = [...path, key, index];
      const other = states.find(([taken]) => taken === word);
      if (other) {
        context.refuse(at, `the status word "${word}" means ${other[1]} and ${state}`, "list it once");
        continue;
      }
      const isKnowable = schemas.length > 0 || (declared.at === "$statusCode" && get !== undefined);
      if (isKnowable && !known.open && !known.values.includes(word)) {
        context.refuse(
          at,
          `the status word "${word}" is not one of the schema's: ${known.values.join(", ")}`,
          "mend the word, or add it to the schema's enum",
        );
      }
      states.push([word, state]);
    }
  }
  const mustMean =
    declared.at === "$statusCode" ? known.values.filter((code) => /^[23]/.test(code)) : known.values;
  for (const word of mustMean.filter((value) => !states.some(([taken]) => taken === value))) {
    // An answer that is false means nothing but that the job has not ended.
    if (word === "false") continue;
    context.refuse(
      path,
      `the schema knows the status word "${word}", and no state lists it`,
      `list it under one of ${jobStates.join(", ")}`,
    );
  }
  return Object.fromEntries(states);
}
