import type { Upload } from "../../packages/jobs-core/src/job-api.js";
import { inXJob } from "./model-context.js";
import type { ModelContext } from "./model-context.js";
import { shapeOf } from "./schema-walk.js";
import { requestContent } from "./spec-operation.js";
import { useField } from "./use-field.js";
import { describeOperation, useOperation } from "./use-operation.js";
import { answerOf, usePlace } from "./use-place.js";
import type { XJobUpload } from "./x-job.js";

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
  const operation = useOperation(context, [...at, "operation"], declared.operation, {});
  if (!operation) return undefined;
  const body = requestContent(context.document, operation)["multipart/form-data"];
  if (!body) {
    context.refuse(
      [...at, "operation"],
      `${operation.id} takes no multipart/form-data body`,
      "name the operation that takes the file as a part",
    );
    return undefined;
  }
  useField(
    context,
    [...at, "part"],
    declared.part,
    shapeOf(context.document, body.schema ?? true),
    operation.id,
  );
  const scope = answerOf(context, operation);
  usePlace(context, [...at, "id"], declared.id, scope, ["string", "integer"]);
  if (declared.expires !== undefined)
    usePlace(context, [...at, "expires"], declared.expires, scope, ["string"]);
  return {
    ...describeOperation(operation),
    part: declared.part,
    id: declared.id,
    ...(declared.expires !== undefined && { expires: declared.expires }),
    ...(declared.maxBytes !== undefined && { maxBytes: declared.maxBytes }),
  };
}
