import { parsePointer } from "./json-pointer.js";
import { inXJob } from "./model-context.js";
import type { ModelContext } from "./model-context.js";
import { camelCase, clientMembers, idPattern, pascalCase, reservedNames } from "./names.js";
import { lookUp } from "./schema-walk.js";
import { errorSchemas, successResponses } from "./spec-operation.js";

const operationIdPattern = /^[A-Za-z][A-Za-z0-9_.-]*$/;
const componentPattern = /^[A-Za-z0-9._-]+$/;

/** A provider's id is a folder, a package name and, in camel case, an identifier. */
export function checkProviderName(context: ModelContext, id: string): void {
  if (!idPattern.test(id)) {
    context.refuse(
      [],
      `the folder's name "${id}" cannot be a provider's id`,
      "use lower case letters, digits and single dashes, beginning with a letter",
    );
  } else if (reservedNames.has(camelCase(id))) {
    context.refuse([], `"${camelCase(id)}" cannot name a generated function`, "rename the spec's folder");
  }
}

/** Every operation can be named on a command line and answers with something. */
export function checkOperations(context: ModelContext): void {
  for (const operation of context.operations) {
    if (operation.id === "") {
      context.refuse(
        operation.at,
        `${operation.method.toUpperCase()} ${operation.path} has no operationId`,
        "add one, for example getJob",
      );
    } else if (!operationIdPattern.test(operation.id)) {
      context.refuse(
        [...operation.at, "operationId"],
        `the operationId "${operation.id}" cannot be typed as a name`,
        "use ASCII letters, digits, dots, dashes and underscores, beginning with a letter",
      );
    } else if (successResponses(context.document, operation).length === 0) {
      context.refuse(operation.at, `${operation.id} documents no success`, "add a 2xx response");
    }
    for (const parameter of operation.parameters.filter((each) => !/^[\x21-\x7e]+$/.test(each.name))) {
      context.refuse(
        [...operation.at, "parameters"],
        `${operation.id} has the parameter "${parameter.name}", which is not printable ASCII`,
        "rename it",
      );
    }
  }
  for (const name of Object.keys(context.document.components?.schemas ?? {})) {
    if (componentPattern.test(name)) continue;
    context.refuse(
      ["components", "schemas", name],
      `the schema's name "${name}" cannot be a component's name`,
      "use ASCII letters, digits, dots, dashes and underscores",
    );
  }
}

/** Kinds become members of the client, type names and words of tokens. */
export function checkKindNames(context: ModelContext): void {
  const ids = Object.keys(context.xJob.kinds);
  const words = new Map<string, string>();
  for (const [index, id] of ids.entries()) {
    const at = inXJob("kinds", id);
    const twin = ids.slice(0, index).find((other) => pascalCase(other) === pascalCase(id));
    if (twin !== undefined) {
      context.refuse(
        at,
        `the kinds ${twin} and ${id} would both be called ${camelCase(id)}`,
        "rename one of them",
      );
    }
    if (clientMembers.has(camelCase(id))) {
      context.refuse(
        at,
        `a kind cannot be called ${id}: every client has a member of that name`,
        "rename the kind",
      );
    }
    const word = context.xJob.kinds[id]?.word ?? id;
    const other = words.get(word);
    if (other !== undefined && context.xJob.resource.kind !== undefined) {
      context.refuse(
        at,
        `the kinds ${other} and ${id} have the same word "${word}"`,
        "give each its own `word`",
      );
    }
    words.set(word, id);
  }
}

/** A place in error bodies has to be in one of the documented ones, if any is documented. */
export function checkProblemPlaces(context: ModelContext): void {
  const schemas = context.operations.flatMap((operation) => errorSchemas(context.document, operation));
  if (schemas.length === 0) return;
  for (const [key, places] of Object.entries(context.xJob.problem ?? {})) {
    for (const [index, place] of (places ?? []).entries()) {
      if (place.startsWith("$")) continue;
      if (schemas.some((schema) => lookUp(context.document, schema, parsePointer(place)).found)) continue;
      context.refuse(
        inXJob("problem", key, index),
        `no documented error body has ${place}`,
        "mend the place, or declare the field in an error response's schema",
      );
    }
  }
}
