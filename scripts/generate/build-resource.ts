import type { JobResource, PollAdvice, ServerWait } from "../../packages/jobs-core/src/job-api.js";
import { inXJob } from "./model-context.js";
import type { ModelContext } from "./model-context.js";
import { parsePointer } from "./json-pointer.js";
import { lookUp, singleType } from "./schema-walk.js";
import type { JsonType } from "./schema-walk.js";
import type { SpecOperation } from "./spec-operation.js";
import { buildStatus } from "./build-status.js";
import { errorSchemas } from "./spec-operation.js";
import { useJobOperation } from "./use-job-operation.js";
import { answerOf, usePlace, usePlaces } from "./use-place.js";
import type { PlaceScope } from "./use-place.js";
import type { XJobWait } from "./x-job.js";

const text: readonly JsonType[] = ["string"];
const time: readonly JsonType[] = ["string", "number", "integer"];
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
  const get = useJobOperation(context, at("get"), declared.get, { parameter: declared.parameter });
  const { parameter, under = [] } = get?.described ?? {};
  const taken = [...under, ...(parameter === undefined ? [] : [parameter])];
  const scope = get && answersOfGet(context, get.operation, taken);
  checkKeys(context, under);
  if (declared.id !== undefined) usePlace(context, at("id"), declared.id, scope, wordOrNumber);
  if (declared.kind !== undefined) usePlace(context, at("kind"), declared.kind, scope, text);
  if (declared.gone?.nullAt !== undefined)
    usePlace(context, at("gone", "nullAt"), declared.gone.nullAt, scope, ["null"]);
  const resource: JobResource = {
    get: get?.described ?? { id: declared.get, method: "GET", path: "", parameter: "" },
    ...(declared.id !== undefined && { id: declared.id }),
    ...(declared.keys && { keys: declared.keys }),
    ...(declared.kind !== undefined && { kind: declared.kind }),
    status: buildStatus(context, at("status"), declared.status, { scope, get: get?.operation }),
    ...optional(
      "progress",
      usePlaces(context, at("progress"), declared.progress ?? {}, scope, {
        percent: ["number", "string"],
        ratio: ["number", "string"],
        done: ["number", "string"],
        total: ["number", "string"],
        phase: text,
      }),
    ),
    ...optional(
      "error",
      usePlaces(context, at("error"), declared.error ?? {}, scope, {
        code: wordOrNumber,
        message: ["string", "array"],
        requestId: text,
      }),
    ),
    ...optional(
      "times",
      usePlaces(context, at("times"), declared.times ?? {}, scope, {
        created: time,
        started: time,
        updated: time,
        completed: time,
        expires: time,
      }),
    ),
    ...(hasUnixTimes(context, scope) && { unixTimes: true as const }),
    gone: {
      statuses: declared.gone?.statuses ?? [404],
      ...(declared.gone?.nullAt !== undefined && { nullAt: declared.gone.nullAt }),
    },
    poll: buildPoll(context, get, scope),
  };
  return { resource, scope, get: get?.operation };
}

/** Every key is for the operation that reads the job, and stands in the answer of every submit. */
function checkKeys(context: ModelContext, under: readonly string[]): void {
  const { keys = {}, get } = context.xJob.resource;
  for (const [name, place] of Object.entries(keys)) {
    const at = inXJob("resource", "keys", name);
    if (!under.includes(name)) {
      context.refuse(
        at,
        `${get} takes no "${name}", neither as a query parameter nor in its JSON body`,
        "mend the name, or leave it out",
      );
    }
    for (const { submit } of Object.values(context.xJob.kinds)) {
      const operation = context.operations.find((each) => each.id === submit.operation);
      if (operation) usePlace(context, at, place, answerOf(context, operation), text);
    }
  }
}

/** Where the status is the HTTP status, the answer of a failed job is no success. */
function answersOfGet(context: ModelContext, get: SpecOperation, taken: readonly string[]): PlaceScope {
  const answer = answerOf(context, get);
  const scope = { ...answer, path: [...new Set([...(answer.path ?? []), ...taken])] };
  const { at, failed = [] } = context.xJob.resource.status;
  if (at !== "$statusCode") return scope;
  const codes = failed.map(String);
  const schemas = errorSchemas(context.document, get, (code) => codes.includes(code));
  return { ...scope, schema: { anyOf: [scope.schema ?? false, ...schemas] } };
}

/** True where the schema says that times are numbers. */
function hasUnixTimes(context: ModelContext, scope: PlaceScope | undefined): boolean {
  const { schema } = scope ?? {};
  if (schema === undefined) return false;
  return Object.values(context.xJob.resource.times ?? {})
    .filter((place) => !place.startsWith("$"))
    .flatMap((place) => lookUp(context.document, schema, parsePointer(place)).found ?? [])
    .some((found) => ["number", "integer"].includes(singleType(context.document, found) ?? ""));
}

function buildPoll(
  context: ModelContext,
  get: ReturnType<typeof useJobOperation>,
  scope: PlaceScope | undefined,
): PollAdvice {
  const { minSeconds, maxSeconds, wait, after, perSecond, burst } = context.xJob.resource.poll;
  if (after !== undefined)
    usePlace(context, inXJob("resource", "poll", "after"), after, scope, ["number", "integer", "string"]);
  if (minSeconds > maxSeconds) {
    context.refuse(
      inXJob("resource", "poll", "minSeconds"),
      `poll.minSeconds is ${minSeconds}, and poll.maxSeconds only ${maxSeconds}`,
      "swap them",
    );
  }
  const built = wait && get && buildWait(context, get, wait);
  return {
    minMs: Math.round(minSeconds * 1000),
    maxMs: Math.round(maxSeconds * 1000),
    ...(built && { wait: built }),
    ...(after !== undefined && { after }),
    ...(perSecond !== undefined && { perSecond }),
    ...(burst !== undefined && { burst }),
  };
}

function buildWait(
  context: ModelContext,
  { operation: get, described }: NonNullable<ReturnType<typeof useJobOperation>>,
  wait: XJobWait,
): ServerWait | undefined {
  const at = inXJob("resource", "poll", "wait");
  const { parameter, header, operation, maxSeconds } = wait;
  if ([parameter, header, operation].filter((each) => each !== undefined).length !== 1) {
    context.refuse(
      at,
      "poll.wait needs exactly one of parameter, header, operation",
      "name the one that the API has",
    );
    return undefined;
  }
  if (parameter !== undefined) {
    checkWait(context, get, { parameter, maxSeconds });
    return { parameter, maxSeconds };
  }
  if (header) {
    const headers = get.parameters.filter((each) => each.in === "header").map((each) => each.name);
    if (!headers.some((name) => name.toLowerCase() === header.name.toLowerCase())) {
      context.refuse(
        [...at, "header", "name"],
        `${get.id} has no header parameter "${header.name}"`,
        headers.length > 0
          ? `use one of: ${headers.join(", ")}`
          : "declare the parameter, or leave `wait` out",
      );
    }
    return { header, maxSeconds };
  }
  const used = useJobOperation(context, [...at, "operation"], operation ?? "", {
    known: described.under ?? [],
  });
  return used && { operation: used.described, maxSeconds };
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
