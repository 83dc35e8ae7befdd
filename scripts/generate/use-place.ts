import { parsePointer } from "./json-pointer.js";
import { nameOf } from "./model-context.js";
import type { ModelContext } from "./model-context.js";
import type { Schema } from "./openapi-document.js";
import { allowsType, lookUp } from "./schema-walk.js";
import type { JsonType } from "./schema-walk.js";
import type { SourcePath } from "./source-positions.js";
import { answers, successBody } from "./spec-operation.js";
import { pathNames } from "./use-operation.js";
import type { SpecOperation } from "./spec-operation.js";

/** Where a place points: into the answer of an operation, or into one item of it. */
export interface PlaceScope {
  /** For messages, for example `the answer of getJob`. */
  name: string;
  /** Absent where a place cannot be checked because something else is wrong already. */
  schema: Schema | undefined;
  /** Names of the answer's headers, in lower case; absent in a scope without headers. */
  headers?: readonly string[];
  /** Names of the path parameters of the request. */
  path?: readonly string[];
}

const headerPrefix = "$response.header.";
const pathPrefix = "$request.path.";

/** The scope of an operation's success. */
export function answerOf(context: ModelContext, operation: SpecOperation): PlaceScope {
  const headers = answers(context.document, operation).flatMap(([, response]) =>
    Object.keys(response.headers ?? {}).map((name) => name.toLowerCase()),
  );
  const body = successBody(context.document, operation);
  const path = pathNames(context, operation);
  return { name: `the answer of ${operation.id}`, schema: body?.schema ?? false, headers, path };
}

/** Checks that a place exists and may hold a value of the type; gives the schemas that stand there. */
export function usePlace(
  context: ModelContext,
  at: SourcePath,
  place: string,
  scope: PlaceScope | undefined,
  types: readonly JsonType[],
): readonly Schema[] {
  // A text that is always the same.
  if (!scope || scope.schema === undefined || place.startsWith("=")) return [];
  if (place.startsWith(headerPrefix)) {
    refuseUnknownHeader(context, at, place.slice(headerPrefix.length), scope);
    return [];
  }
  if (place.startsWith("$")) {
    const name = place.slice(pathPrefix.length);
    if (place !== "$statusCode" && !scope.path?.includes(name)) {
      context.refuse(
        at,
        `${nameOf(at)} is ${place}, and ${scope.name} belongs to no request with the path parameter "${name}"`,
        scope.path?.length ? `use one of: ${scope.path.join(", ")}` : "use a JSON Pointer",
      );
    }
    return [];
  }
  const found = lookUp(context.document, scope.schema, parsePointer(place));
  if (found.found === undefined) {
    context.refuse(
      at,
      `${nameOf(at)} is ${place}, and ${scope.name} has no "${found.missing}" there`,
      found.known.length > 0
        ? `the fields there are: ${found.known.join(", ")}`
        : "declare the field in the response's schema",
    );
    return [];
  }
  if (!types.some((type) => allowsType(context.document, found.found, type))) {
    context.refuse(
      at,
      `${nameOf(at)} is ${place === "" ? "the whole body" : place}, and ${scope.name} holds no ${types[0]} there`,
      `name a place that holds ${types[0] === "array" || types[0] === "object" ? "an" : "a"} ${types[0]}, or mend the schema`,
    );
    return [];
  }
  return found.found;
}

/** Checks the places of a declaration and copies those that are there. */
export function usePlaces<Key extends string>(
  context: ModelContext,
  at: SourcePath,
  places: { readonly [K in NoInfer<Key>]?: string },
  scope: PlaceScope | undefined,
  types: Readonly<Record<Key, readonly JsonType[]>>,
): Partial<Record<Key, string>> {
  const used: Partial<Record<Key, string>> = {};
  for (const key of Object.keys(types) as Key[]) {
    const place = places[key];
    if (place === undefined) continue;
    usePlace(context, [...at, key], place, scope, types[key]);
    used[key] = place;
  }
  return used;
}

function refuseUnknownHeader(context: ModelContext, at: SourcePath, header: string, scope: PlaceScope): void {
  if (scope.headers?.includes(header.toLowerCase())) return;
  context.refuse(
    at,
    scope.headers
      ? `${nameOf(at)} is the header ${header}, and ${scope.name} documents no such header`
      : `${nameOf(at)} is a header, and ${scope.name} has none`,
    scope.headers ? "declare it under the response's headers" : "use a JSON Pointer",
  );
}
