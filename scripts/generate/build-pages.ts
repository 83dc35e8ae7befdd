import type { Pages } from "../../packages/jobs-core/src/job-api.js";
import { nameOf } from "./model-context.js";
import type { ModelContext } from "./model-context.js";
import type { Parameter } from "./openapi-document.js";
import { branchesOf, singleType } from "./schema-walk.js";
import type { SourcePath } from "./source-positions.js";
import type { SpecOperation } from "./spec-operation.js";
import { fixedValue } from "./use-operation.js";
import { usePlace } from "./use-place.js";
import type { PlaceScope } from "./use-place.js";
import type { XJobPages } from "./x-job.js";

const ways = ["next", "number", "offset", "after"] as const;

/** The query parameters that paging gives a value. */
export function pagingParameters(pages: XJobPages | undefined): string[] {
  const { parameter, number, offset, after, size } = pages ?? {};
  return [parameter, number, offset, after, size].filter((name) => name !== undefined);
}

/** Those that the first page has too; it has no token. */
export function countingParameters(pages: XJobPages | undefined): string[] {
  const { number, offset, size } = pages ?? {};
  return [number, offset, size].filter((name) => name !== undefined);
}

/** How a list goes on, after the operation has been found fit. */
export function buildPages(
  context: ModelContext,
  at: SourcePath,
  declared: XJobPages,
  operation: SpecOperation,
  scope: PlaceScope,
): Pages | undefined {
  const [way, ...others] = ways.filter((each) => declared[each] !== undefined);
  if (way === undefined || others.length > 0) {
    context.refuse(
      at,
      `${nameOf(at)} needs exactly one of ${ways.join(", ")}`,
      "name the one by which the API goes on",
    );
    return undefined;
  }
  const { next, parameter, more, total } = declared;
  if (more !== undefined) usePlace(context, [...at, "more"], more, scope, ["boolean"]);
  if (total !== undefined) usePlace(context, [...at, "total"], total, scope, ["integer", "number"]);
  const ends = { ...(more !== undefined && { more }), ...(total !== undefined && { total }) };
  if (way === "next" && next !== undefined) {
    checkNext(context, at, next, scope);
    if (parameter !== undefined) useQuery(context, [...at, "parameter"], parameter, operation);
    if (parameter !== undefined && /^\$response\.header\.link$/i.test(next)) {
      context.refuse(
        [...at, "parameter"],
        "a Link header holds the URL of the next page, and no token",
        "leave the parameter out",
      );
    }
    return { next, ...(parameter !== undefined && { parameter }), ...ends };
  }
  if (parameter !== undefined) {
    context.refuse(
      [...at, "parameter"],
      `${nameOf(at)} has a parameter for a token, and goes on by ${way}`,
      "leave one of them out",
    );
  }
  const name = declared[way] ?? "";
  const taken = useQuery(context, [...at, way], name, operation, way !== "after");
  const first = way === "number" ? firstPage(context, taken) : 1;
  const by = way === "after" ? "last-id" : way;
  return { by: by as "number", parameter: name, ...(first !== 1 && { first }), ...ends };
}

/** What the first page is asked for with, where the operation requires it to be said. */
export function firstQuery(
  context: ModelContext,
  pages: XJobPages | undefined,
  { parameters }: SpecOperation,
): Record<string, string> {
  const { number, offset, size } = pages ?? {};
  const needed = parameters.filter(
    (each) => each.in === "query" && each.required && fixedValue(context, each) === undefined,
  );
  return Object.fromEntries(
    needed.flatMap((each): [string, string][] => {
      if (each.name === number) return [[each.name, String(firstPage(context, each))]];
      if (each.name === offset) return [[each.name, "0"]];
      return each.name === size ? [[each.name, String(USUAL_SIZE)]] : [];
    }),
  );
}

/** Jobs on a page where the API wants to be told, and says no default. */
const USUAL_SIZE = 20;

/** The query parameter of a name; one that counts takes a number. */
export function useQuery(
  context: ModelContext,
  at: SourcePath,
  name: string,
  operation: SpecOperation,
  isCount = false,
): Parameter | undefined {
  const query = operation.parameters.filter((each) => each.in === "query");
  const found = query.find((each) => each.name === name);
  if (!found) {
    context.refuse(
      at,
      `${operation.id} has no query parameter "${name}"`,
      query.length > 0
        ? `use one of: ${query.map((each) => each.name).join(", ")}`
        : "declare it, or leave it out where the next page is behind a URL",
    );
    return undefined;
  }
  const type = singleType(context.document, found.schema ?? true);
  if (isCount && type !== undefined && type !== "integer" && type !== "number") {
    context.refuse(
      at,
      `${nameOf(at)} counts, and the parameter "${name}" of ${operation.id} takes a ${type}`,
      "name another parameter, or `next` for a token",
    );
  }
  return found;
}

function checkNext(context: ModelContext, at: SourcePath, next: string, scope: PlaceScope): void {
  if (next === "$statusCode" || next.startsWith("$request.")) {
    context.refuse(
      [...at, "next"],
      `${nameOf([...at, "next"])} is ${next}, which says nothing of a next page`,
      "name a place in the answer",
    );
    return;
  }
  usePlace(context, [...at, "next"], next, scope, ["string", "integer"]);
}

/** OpenAPI says where counting begins. */
function firstPage(context: ModelContext, parameter: Parameter | undefined): number {
  const branches = branchesOf(context.document, parameter?.schema ?? true).filter(
    (branch) => typeof branch === "object",
  );
  const values = [...branches.map((each) => each.default), ...branches.map((each) => each.minimum)];
  return values.find((value): value is number => typeof value === "number") ?? 1;
}
