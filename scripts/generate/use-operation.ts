import type { JobOperation, Operation } from "../../packages/jobs-core/src/job-api.js";
import { isAuthorized } from "./build-auth.js";
import { nameOf } from "./model-context.js";
import type { ModelContext } from "./model-context.js";
import type { SourcePath } from "./source-positions.js";
import type { SpecOperation } from "./spec-operation.js";

/** Parameters that the caller supplies; any other one that the operation requires is a refusal. */
export interface SuppliedParameters {
  path?: readonly string[];
  query?: readonly string[];
  header?: readonly string[];
  /** How to supply more, where the declaration can. */
  mend?: string;
}

const usableMethods = ["get", "post", "put", "patch", "delete"];

/** The operation that a declaration names, when it can be called with what the declaration supplies. */
export function useOperation(
  context: ModelContext,
  at: SourcePath,
  id: string,
  supplied: SuppliedParameters,
): SpecOperation | undefined {
  const operation = findOperation(context, at, id);
  if (!operation) return undefined;
  const missing = operation.parameters.filter(
    (parameter) =>
      (parameter.in === "path" || parameter.required === true) &&
      !namesIn(supplied, parameter.in).includes(parameter.name),
  );
  for (const parameter of missing) {
    context.refuse(
      at,
      `${nameOf(at)}: ${id} requires the ${parameter.in} parameter "${parameter.name}", which nothing here supplies`,
      supplied.mend ??
        (parameter.in === "path"
          ? "name an operation without that parameter"
          : "make the parameter optional, or name an operation that does not require it"),
    );
  }
  return missing.length === 0 ? operation : undefined;
}

/** The operation on one job that a declaration names: its only path parameter takes the job's id. */
export function useJobOperation(
  context: ModelContext,
  at: SourcePath,
  id: string,
): { operation: SpecOperation; described: JobOperation } | undefined {
  const found = findOperation(context, at, id);
  if (!found) return undefined;
  const parameters = found.parameters.filter((parameter) => parameter.in === "path");
  const parameter = parameters[0];
  if (!parameter || parameters.length > 1) {
    context.refuse(
      at,
      `${nameOf(at)}: ${id} has ${parameters.length} path parameters, and exactly one is needed for the job's id`,
      `name an operation like GET /jobs/{job_id}`,
    );
    return undefined;
  }
  const operation = useOperation(context, at, id, { path: [parameter.name] });
  return (
    operation && { operation, described: { ...describeOperation(operation), parameter: parameter.name } }
  );
}

export function describeOperation(operation: SpecOperation): Operation {
  return {
    id: operation.id,
    // findOperation lets no other method through.
    method: operation.method.toUpperCase() as Operation["method"],
    path: operation.path,
  };
}

export function isUsableMethod(method: string): boolean {
  return usableMethods.includes(method);
}

function namesIn(supplied: SuppliedParameters, where: string): readonly string[] {
  return (where === "path" || where === "query" || where === "header" ? supplied[where] : undefined) ?? [];
}

function findOperation(context: ModelContext, at: SourcePath, id: string): SpecOperation | undefined {
  const operation = context.operations.find((each) => each.id === id);
  if (!operation) {
    const known = context.operations.flatMap((each) => each.id || []).join(", ");
    context.refuse(
      at,
      `${nameOf(at)} names the operation "${id}", which the spec does not have`,
      `use one of: ${known}`,
    );
    return undefined;
  }
  if (!isUsableMethod(operation.method)) {
    context.refuse(
      at,
      `${nameOf(at)}: ${id} is a ${operation.method.toUpperCase()} operation`,
      `use ${usableMethods.map((each) => each.toUpperCase()).join(", ")}`,
    );
    return undefined;
  }
  if (!isAuthorized(context, operation)) {
    context.refuse(
      operation.at,
      `${id} asks for another key than the API's own, and a client has one key`,
      "let it take what `security` at the root says, or leave it out of x-job",
    );
    return undefined;
  }
  if (operation.servers.length > 0) {
    context.refuse(
      operation.at,
      `${id} has servers of its own, and a job is followed on one server`,
      "declare the server at the root of the spec",
    );
    return undefined;
  }
  return operation;
}
