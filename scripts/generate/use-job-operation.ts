import type { JobOperation } from "../../packages/jobs-core/src/job-api.js";
import { parsePointer } from "./json-pointer.js";
import { nameOf } from "./model-context.js";
import type { ModelContext } from "./model-context.js";
import { shapeOf } from "./schema-walk.js";
import type { ObjectShape } from "./schema-walk.js";
import type { SourcePath } from "./source-positions.js";
import { requestContent } from "./spec-operation.js";
import type { SpecOperation } from "./spec-operation.js";
import { useField } from "./use-field.js";
import { describeOperation, findOperation, fixedFields, pathNames, useOperation } from "./use-operation.js";

export interface JobOperationUse {
  /** The path parameters that a job is found under, beside its id; absent for the operation that says which they are. */
  known?: readonly string[];
  /** What takes the job's id, where the declaration names it: a query parameter, or a field of the body. */
  parameter?: string | undefined;
  /** True where the declaration has the whole body. */
  hasBody?: boolean;
}

export interface UsedJobOperation {
  operation: SpecOperation;
  described: JobOperation;
}

/** The operation on one job that a declaration names: its last path parameter takes the id, or what `parameter` says. */
export function useJobOperation(
  context: ModelContext,
  at: SourcePath,
  id: string,
  { known, parameter: named, hasBody = false }: JobOperationUse = {},
): UsedJobOperation | undefined {
  const found = findOperation(context, at, id);
  if (!found) return undefined;
  const names = pathNames(context, found);
  const isInPath = named === undefined || names.at(-1) === named;
  const parameter = isInPath ? names.at(-1) : named;
  const under = isInPath ? names.slice(0, -1) : names;
  const keys = Object.keys(context.xJob.resource.keys ?? {}).filter((name) => !names.includes(name));
  const strange = under.filter((name) => known && !known.includes(name));
  if (parameter === undefined || strange.length > 0) {
    context.refuse(
      at,
      parameter === undefined
        ? `${nameOf(at)}: ${id} has no path parameter that takes the job's id`
        : `${nameOf(at)}: ${id} has the path parameter "${strange[0] ?? ""}", which resource.get does not have`,
      "name an operation like GET /jobs/{job_id}, or what takes the id as `parameter`",
    );
    return undefined;
  }
  const isInQuery = found.parameters.some((each) => each.in === "query" && each.name === parameter);
  const operation = useOperation(context, at, id, {
    path: names,
    query: isInPath ? keys : [...keys, parameter],
    mend: "name it as `parameter` if it takes the job's id, or make it optional",
  });
  if (!operation) return undefined;
  const body = bodyOf(context, operation);
  const inBody = keys.filter((name) => body?.properties.has(name));
  const inQuery = keys.filter((name) =>
    operation.parameters.some((each) => each.in === "query" && each.name === name),
  );
  const all = [...under, ...inQuery, ...inBody];
  const described: JobOperation = {
    ...describeOperation(context, operation, inQuery),
    parameter,
    ...(inBody.length > 0 && { keys: inBody }),
    ...(all.length > 0 && { under: all }),
  };
  const place = [...at.slice(0, -1), "parameter"];
  if (isInPath || isInQuery) {
    return {
      operation,
      described: { ...described, ...(!hasBody && withBody(context, at, id, body, inBody)) },
    };
  }
  if (!body) {
    context.refuse(
      place,
      `${id} has no query parameter "${parameter}" and no JSON body`,
      "name what takes the job's id",
    );
    return undefined;
  }
  useField(context, place, parameter, body, id);
  const [top = parameter] = parameter.startsWith("/") ? parsePointer(parameter) : [];
  return {
    operation,
    described: {
      ...described,
      field: parameter,
      ...(!hasBody && withBody(context, at, id, body, [...inBody, top])),
    },
  };
}

/** The fields that the operation requires beside the id, each of which has to be able to be one thing only. */
function withBody(
  context: ModelContext,
  at: SourcePath,
  id: string,
  body: ObjectShape | undefined,
  own: readonly string[],
): Pick<JobOperation, "body"> {
  if (!body) return {};
  const fixed = fixedFields(context, body);
  const missing = body.required.find((name) => !own.includes(name) && !Object.hasOwn(fixed, name));
  if (missing !== undefined) {
    context.refuse(
      at,
      `${nameOf(at)}: the body of ${id} requires "${missing}", which nothing here supplies`,
      "give it a `const` or a `default`, or name another operation",
    );
  }
  return Object.keys(fixed).length > 0 ? { body: fixed } : {};
}

function bodyOf(context: ModelContext, operation: SpecOperation): ObjectShape | undefined {
  const media = Object.entries(requestContent(context.document, operation)).find(([type]) =>
    type.startsWith("application/json"),
  )?.[1];
  return media && shapeOf(context.document, media.schema ?? true);
}
