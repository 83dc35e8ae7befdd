import type { JobAction, JobOperation, JobState } from "../../packages/jobs-core/src/job-api.js";
import type { BuiltResource } from "./build-resource.js";
import { requestContent } from "./spec-operation.js";
import { inXJob } from "./model-context.js";
import type { ModelContext } from "./model-context.js";
import { useJobOperation } from "./use-job-operation.js";
import { usePlace } from "./use-place.js";
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

/** True where a word means the state; a job can also be expired by what `gone.nullAt` shows. */
function canBe(context: ModelContext, state: JobState): boolean {
  const { status, gone } = context.xJob.resource;
  if (status.absent === state || (state === "failed" && status.failedAt !== undefined)) return true;
  return (status[state] ?? []).length > 0 || (state === "expired" && gone?.nullAt !== undefined);
}
