import type { Operation } from "../../packages/jobs-core/src/job-api.js";
import { isAuthorized } from "./build-auth.js";
import { nameOf } from "./model-context.js";
import type { ModelContext } from "./model-context.js";
import type { Parameter, Schema } from "./openapi-document.js";
import { branchesOf, knownValues } from "./schema-walk.js";
import type { ObjectShape } from "./schema-walk.js";
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
      fixedValue(context, parameter) === undefined &&
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

/** The path parameters that a caller has to supply, in the path's order. */
export function pathNames(context: ModelContext, operation: SpecOperation): string[] {
  return operation.parameters
    .filter((parameter) => parameter.in === "path" && fixedValue(context, parameter) === undefined)
    .map((parameter) => parameter.name)
    .sort((one, other) => operation.path.indexOf(`{${one}}`) - operation.path.indexOf(`{${other}}`));
}

/** The value of a required parameter that can have one value only, or that has a default. */
export function fixedValue(context: ModelContext, parameter: Parameter): string | undefined {
  if (parameter.in !== "path" && parameter.required !== true) return undefined;
  const value = fixedIn(context, parameter.schema ?? true);
  return ["string", "number", "boolean"].includes(typeof value) ? String(value) : undefined;
}

/** The only value that a schema lets through, or its default. */
export function fixedIn(context: ModelContext, schema: Schema): unknown {
  const { values, open } = knownValues(context.document, [schema]);
  const given = branchesOf(context.document, schema)
    .map((branch) => (typeof branch === "object" ? branch.default : undefined))
    .find((value) => value !== undefined);
  return given ?? (values.length === 1 && !open ? values[0] : undefined);
}

/** Fields that a body requires and that can be one thing only. */
export function fixedFields(context: ModelContext, shape: ObjectShape): Record<string, unknown> {
  return Object.fromEntries(
    shape.required.flatMap((name): [string, unknown][] => {
      const value = fixedIn(context, shape.properties.get(name) ?? true);
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

/** `supplied` are parameters that a declaration gives a value: those have no fixed one. */
export function describeOperation(
  context: ModelContext,
  operation: SpecOperation,
  supplied: readonly string[] = [],
): Operation {
  const fixed = (where: string): [string, string][] =>
    operation.parameters
      .filter((parameter) => parameter.in === where && !supplied.includes(parameter.name))
      .flatMap((parameter): [string, string][] => {
        const value = fixedValue(context, parameter);
        return value === undefined ? [] : [[parameter.name, value]];
      });
  const query = Object.fromEntries(fixed("query"));
  const headers = Object.fromEntries(fixed("header"));
  const server = operation.servers[0]?.url.replace(/\/+$/, "");
  return {
    id: operation.id,
    // findOperation lets no other method through.
    method: operation.method.toUpperCase() as Operation["method"],
    path: fixed("path").reduce(
      (path, [name, value]) => path.replace(`{${name}}`, encodeURIComponent(value)),
      operation.path,
    ),
    ...(Object.keys(query).length > 0 && { query }),
    ...(Object.keys(headers).length > 0 && { headers }),
    ...(server !== undefined && { server }),
  };
}

export function isUsableMethod(method: string): boolean {
  return usableMethods.includes(method);
}

function namesIn(supplied: SuppliedParameters, where: string): readonly string[] {
  return (where === "path" || where === "query" || where === "header" ? supplied[where] : undefined) ?? [];
}

export function findOperation(context: ModelContext, at: SourcePath, id: string): SpecOperation | undefined {
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
  const server = operation.servers[0]?.url;
  if (server !== undefined && !isSafeServer(server)) {
    context.refuse(
      operation.at,
      `${id} has the server "${server}", which is not an absolute https URL`,
      "write it with https:// and the host, without variables, or leave it out",
    );
    return undefined;
  }
  return operation;
}

function isSafeServer(text: string): boolean {
  if (!URL.canParse(text) || text.includes("{")) return false;
  const { protocol, hostname, username, search, hash } = new URL(text);
  const isLocal = protocol === "http:" && ["localhost", "127.0.0.1", "[::1]"].includes(hostname);
  return (protocol === "https:" || isLocal) && username === "" && search === "" && hash === "";
}
