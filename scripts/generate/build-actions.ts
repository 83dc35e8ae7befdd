import type {
  JobAction,
  JobOperation,
  JobResource,
  JobState,
  List,
} from "../../packages/jobs-core/src/job-api.js";
import type { BuiltResource } from "./build-resource.js";
import { requestContent } from "./spec-operation.js";
import { parsePointer } from "./json-pointer.js";
import { inXJob } from "./model-context.js";
import type { ModelContext } from "./model-context.js";
import { lookUp } from "./schema-walk.js";
import { useJobOperation } from "./use-job-operation.js";
import { describeOperation, useOperation } from "./use-operation.js";
import { answerOf, usePlace } from "./use-place.js";
import type { PlaceScope } from "./use-place.js";
import type { XJobAction } from "./x-job.js";

/** `cancel` or `delete`. */
export function buildAction(
  context: ModelContext,
  name: "cancel" | "delete",
  declared: XJobAction | undefined,
  { scope, resource }: BuiltResource,
): JobAction | undefined {
  if (!declared) return undefined;
  const { operation, url, body } = declared;
  if ((operation === undefined) === (url === undefined)) {
    context.refuse(inXJob(name), `${name} needs exactly one of operation and url`, "name the operation");
    return undefined;
  }
  if (url !== undefined) usePlace(context, inXJob(name, "url"), url, scope, ["string"]);
  const known = resource.get.under ?? [];
  const used =
    operation === undefined
      ? undefined
      : useJobOperation(context, inXJob(name, "operation"), operation, {
          known,
          parameter: declared.parameter,
          hasBody: body !== undefined,
        });
  if (
    body !== undefined &&
    used &&
    Object.keys(requestContent(context.document, used.operation)).length === 0
  ) {
    context.refuse(
      inXJob(name, "body"),
      `${operation ?? name} takes no body`,
      "leave it out, or declare one",
    );
  }
  for (const [index, state] of declared.from.entries()) {
    if (canBe(context, state)) continue;
    context.refuse(
      inXJob(name, "from", index),
      `${name}.from names the state ${state}, and no status word means ${state}`,
      `map a word to it under resource.status, or leave it out here`,
    );
  }
  const described: JobOperation | undefined =
    url === undefined
      ? used?.described
      : { id: name, method: declared.method ?? "POST", path: "", parameter: resource.get.parameter };
  return (
    described && {
      ...described,
      ...(url !== undefined && { url }),
      ...(body !== undefined && { body }),
      from: declared.from,
      ...(declared.refused && { refused: declared.refused }),
    }
  );
}

export function buildList(context: ModelContext, resource: JobResource): List | undefined {
  const declared = context.xJob.list;
  if (!declared) return undefined;
  const operation = useOperation(context, inXJob("list", "operation"), declared.operation, {});
  if (resource.id === undefined) {
    context.refuse(
      inXJob("list"),
      "jobs in a list are told apart by their id, and resource.id does not say where it stands",
      "declare resource.id",
    );
  }
  if (resource.status.at.startsWith("$") || resource.get.under) {
    context.refuse(
      inXJob("list"),
      "a job in a list shows its status and is found by its id, and this API's job has it elsewhere",
      "leave the list out",
    );
  }
  if (!operation) return undefined;
  const at = inXJob("list", "items");
  const scope = answerOf(context, operation);
  usePlace(context, at, declared.items, scope, ["array"]);
  const item = itemOf(context, scope, declared.items, `a job in the list of ${operation.id}`);
  if (item) {
    if (resource.status.absent === undefined)
      usePlace(context, inXJob("resource", "status", "at"), resource.status.at, item, [
        "string",
        "boolean",
        "integer",
      ]);
    if (resource.id !== undefined) {
      usePlace(context, inXJob("resource", "id"), resource.id, item, ["string", "integer"]);
    }
  }
  return { ...describeOperation(context, operation), items: declared.items };
}

/** True where a word means the state; a job can also be expired by what `gone.nullAt` shows. */
function canBe(context: ModelContext, state: JobState): boolean {
  const { status, gone } = context.xJob.resource;
  if (status.absent === state || (state === "failed" && status.failedAt !== undefined)) return true;
  return (status[state] ?? []).length > 0 || (state === "expired" && gone?.nullAt !== undefined);
}

/** The scope of one item of an array, when the array itself is in order. */
export function itemOf(
  context: ModelContext,
  scope: PlaceScope,
  place: string,
  name: string,
): PlaceScope | undefined {
  if (scope.schema === undefined || place.startsWith("$")) return undefined;
  const found = lookUp(context.document, scope.schema, [...parsePointer(place), "*"]).found;
  return (
    found && { name, schema: found.length === 1 && found[0] !== undefined ? found[0] : { anyOf: [...found] } }
  );
}
