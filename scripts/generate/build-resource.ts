import type { JobResource, JobState, PollAdvice } from "../../packages/jobs-core/src/job-api.js";
import { inXJob } from "./model-context.js";
import type { ModelContext } from "./model-context.js";
import type { Schema } from "./openapi-document.js";
import { knownValues } from "./schema-walk.js";
import type { JsonType } from "./schema-walk.js";
import type { SpecOperation } from "./spec-operation.js";
import { useJobOperation } from "./use-operation.js";
import { answerOf, usePlace, usePlaces } from "./use-place.js";
import type { PlaceScope } from "./use-place.js";
import { jobStates } from "./x-job.js";

const text: readonly JsonType[] = ["string"];
const wordOrNumber: readonly JsonType[] = ["string", "integer"];

export interface BuiltResource {
  resource: JobResource;
  /** The answer of the get operation: where the job's places point into. */
  scope: PlaceScope | undefined;
  get: SpecOperation | undefined;
}

export function buildResource(context: ModelContext): BuiltResource {
  const declared = context.xJob.resource;
  const at = (...path: string[]) => inXJob("resource", ...path);
  const get = useJobOperation(context, at("get"), declared.get);
  const scope = get && answerOf(context, get.operation);
  if (declared.id !== undefined) usePlace(context, at("id"), declared.id, scope, wordOrNumber);
  if (declared.kind !== undefined) usePlace(context, at("kind"), declared.kind, scope, text);
  if (declared.gone?.nullAt !== undefined)
    usePlace(context, at("gone", "nullAt"), declared.gone.nullAt, scope, ["null"]);
  const status = usePlace(context, at("status", "at"), declared.status.at, scope, text);
  const resource: JobResource = {
    get: get?.described ?? { id: declared.get, method: "GET", path: "", parameter: "" },
    ...(declared.id !== undefined && { id: declared.id }),
    ...(declared.kind !== undefined && { kind: declared.kind }),
    status: { at: declared.status.at, states: buildStates(context, status) },
    ...optional(
      "progress",
      usePlaces(context, at("progress"), declared.progress ?? {}, scope, {
        percent: ["number"],
        phase: text,
      }),
    ),
    ...optional(
      "error",
      usePlaces(context, at("error"), declared.error ?? {}, scope, {
        code: wordOrNumber,
        message: text,
        requestId: text,
      }),
    ),
    ...optional(
      "times",
      usePlaces(context, at("times"), declared.times ?? {}, scope, {
        created: text,
        started: text,
        updated: text,
        completed: text,
        expires: text,
      }),
    ),
    gone: {
      statuses: declared.gone?.statuses ?? [404],
      ...(declared.gone?.nullAt !== undefined && { nullAt: declared.gone.nullAt }),
    },
    poll: buildPoll(context, get?.operation),
  };
  return { resource, scope, get: get?.operation };
}

function buildStates(context: ModelContext, schemas: readonly Schema[]): Record<string, JobState> {
  const declared = context.xJob.resource.status;
  const states: [string, JobState][] = [];
  const known = knownValues(context.document, schemas);
  for (const state of jobStates) {
    for (const [index, word] of (declared[state] ?? []).entries()) {
      const at = inXJob("resource", "status", state, index);
      const other = states.find(([taken]) => taken === word);
      if (other) {
        context.refuse(at, `the status word "${word}" means ${other[1]} and ${state}`, "list it once");
        continue;
      }
      if (schemas.length > 0 && !known.open && !known.values.includes(word)) {
        context.refuse(
          at,
          `the status word "${word}" is not one of the schema's: ${known.values.join(", ")}`,
          "mend the word, or add it to the schema's enum",
        );
      }
      states.push([word, state]);
    }
  }
  for (const word of known.values.filter((value) => !states.some(([taken]) => taken === value))) {
    context.refuse(
      inXJob("resource", "status"),
      `the schema knows the status word "${word}", and no state lists it`,
      `list it under one of ${jobStates.join(", ")}`,
    );
  }
  return Object.fromEntries(states);
}

function buildPoll(context: ModelContext, get: SpecOperation | undefined): PollAdvice {
  const { minSeconds, maxSeconds, wait, perSecond, burst } = context.xJob.resource.poll;
  if (minSeconds > maxSeconds) {
    context.refuse(
      inXJob("resource", "poll", "minSeconds"),
      `poll.minSeconds is ${minSeconds}, and poll.maxSeconds only ${maxSeconds}`,
      "swap them",
    );
  }
  if (wait && get) checkWait(context, get, wait);
  return {
    minMs: Math.round(minSeconds * 1000),
    maxMs: Math.round(maxSeconds * 1000),
    ...(wait && { wait }),
    ...(perSecond !== undefined && { perSecond }),
    ...(burst !== undefined && { burst }),
  };
}

function checkWait(
  context: ModelContext,
  get: SpecOperation,
  wait: { parameter: string; maxSeconds: number },
): void {
  const query = get.parameters.filter((parameter) => parameter.in === "query");
  const parameter = query.find((each) => each.name === wait.parameter);
  if (!parameter) {
    context.refuse(
      inXJob("resource", "poll", "wait", "parameter"),
      `${get.id} has no query parameter "${wait.parameter}"`,
      query.length > 0 ? `use one of: ${query.map((each) => each.name).join(", ")}` : "leave `wait` out",
    );
    return;
  }
  const maximum = typeof parameter.schema === "object" ? parameter.schema.maximum : undefined;
  if (maximum !== undefined && wait.maxSeconds > maximum) {
    context.refuse(
      inXJob("resource", "poll", "wait", "maxSeconds"),
      `poll.wait.maxSeconds is ${wait.maxSeconds}, and the parameter "${wait.parameter}" takes at most ${maximum}`,
      `write ${maximum}`,
    );
  }
}

function optional<Key extends string, Value extends object>(key: Key, value: Value): { [K in Key]?: Value } {
  // The computed key is the Key that the return type names.
  return Object.keys(value).length > 0 ? ({ [key]: value } as { [K in Key]?: Value }) : {};
}
