import type { JobResource, List } from "../../packages/jobs-core/src/job-api.js";
import { buildPages, countingParameters, firstQuery, pagingParameters, useQuery } from "./build-pages.js";
import { buildStatus } from "./build-status.js";
import { parsePointer } from "./json-pointer.js";
import { inXJob } from "./model-context.js";
import type { ModelContext } from "./model-context.js";
import type { Parameter } from "./openapi-document.js";
import { branchesOf, lookUp, singleType } from "./schema-walk.js";
import type { SpecOperation } from "./spec-operation.js";
import { describeOperation, fixedValue, useOperation } from "./use-operation.js";
import { answerOf, usePlace } from "./use-place.js";
import type { PlaceScope } from "./use-place.js";
import type { XJobList } from "./x-job.js";

export interface BuiltList {
  list: List;
  operation: SpecOperation;
  /** Parameters that a caller gives. */
  parameters: readonly Parameter[];
}

/** The operation that lists jobs, how it goes on, and where a listed job has its id and status. */
export function buildList(context: ModelContext, resource: JobResource): BuiltList | undefined {
  const declared = context.xJob.list;
  if (!declared) return undefined;
  const found = context.operations.find((each) => each.id === declared.operation);
  const paging = pagingParameters(declared.pages);
  const parameters = (found?.parameters ?? []).filter(
    (each) => !paging.includes(each.name) && isGiven(context, each),
  );
  const namesIn = (where: string): string[] =>
    parameters.filter((each) => each.in === where).map((each) => each.name);
  const operation = useOperation(context, inXJob("list", "operation"), declared.operation, {
    path: namesIn("path"),
    query: [...namesIn("query"), ...countingParameters(declared.pages)],
  });
  const jobId = declared.id ?? resource.id;
  if (jobId === undefined) {
    context.refuse(
      inXJob("list"),
      "jobs in a list are told apart by their id, and neither resource.id nor list.id says where it stands",
      "declare list.id",
    );
  }
  if (jobId?.startsWith("$")) {
    context.refuse(
      inXJob("list"),
      `a listed job has no ${jobId} of its own`,
      "declare list.id, a JSON Pointer into a listed job",
    );
  }
  if (declared.status === undefined && resource.status.at.startsWith("$")) {
    context.refuse(
      inXJob("list"),
      `a listed job has no ${resource.status.at} of its own that says how it stands`,
      "declare list.status with the place and the words of a listed job, or leave the list out",
    );
  }
  if (!operation) return undefined;
  const scope = answerOf(context, operation);
  usePlace(context, inXJob("list", "items"), declared.items, scope, ["array"]);
  const item = itemOf(context, scope, declared.items, `a job in the list of ${operation.id}`);
  const status = checkItem(context, declared, resource, item);
  const under = checkUnder(context, declared, resource, item, namesIn("path"));
  const pages =
    declared.pages && buildPages(context, inXJob("list", "pages"), declared.pages, operation, scope);
  if (declared.pages?.after !== undefined && jobId === undefined) return undefined;
  const required = parameters.filter((each) => each.in === "path" || each.required).map(({ name }) => name);
  const described = describeOperation(context, operation, [...namesIn("path"), ...namesIn("query")]);
  const query = { ...described.query, ...firstQuery(context, declared.pages, operation) };
  const size = sizeOf(context, declared, operation);
  return {
    operation,
    parameters,
    list: {
      ...described,
      ...(Object.keys(query).length > 0 && { query }),
      items: declared.items,
      ...(pages && { pages }),
      ...(size && { size }),
      ...(required.length > 0 && { required }),
      ...(declared.id !== undefined && { jobId: declared.id }),
      ...(status && { status }),
      ...(under && { under }),
    },
  };
}

/** What a caller may give: plain values in the path or the query that are not always the same. */
function isGiven(context: ModelContext, parameter: Parameter): boolean {
  const type = singleType(context.document, parameter.schema ?? true);
  return (
    (parameter.in === "path" || parameter.in === "query") &&
    type !== "array" &&
    type !== "object" &&
    fixedValue(context, parameter) === undefined
  );
}

/** A listed job has its id, its status, or says by `list` where they are. */
function checkItem(
  context: ModelContext,
  declared: XJobList,
  resource: JobResource,
  item: PlaceScope | undefined,
): List["status"] {
  const [idAt, id] =
    declared.id === undefined ? [inXJob("resource", "id"), resource.id] : [inXJob("list", "id"), declared.id];
  if (item && id !== undefined && !id.startsWith("$"))
    usePlace(context, idAt, id, item, ["string", "integer"]);
  if (declared.status)
    return buildStatus(context, inXJob("list", "status"), declared.status, { scope: item });
  if (item && resource.status.absent === undefined && !resource.status.at.startsWith("$"))
    usePlace(context, inXJob("resource", "status", "at"), resource.status.at, item, [
      "string",
      "boolean",
      "integer",
    ]);
  return undefined;
}

/** What a job is found under stands in the list's own path, or in the listed job. */
function checkUnder(
  context: ModelContext,
  declared: XJobList,
  resource: JobResource,
  item: PlaceScope | undefined,
  inPath: readonly string[],
): List["under"] {
  const { under = {} } = declared;
  const names = resource.get.under ?? [];
  for (const [name, place] of Object.entries(under)) {
    const at = inXJob("list", "under", name);
    usePlace(context, at, place, item, ["string", "integer"]);
    if (names.includes(name)) continue;
    context.refuse(
      at,
      `${resource.get.id} finds a job under no path parameter "${name}"`,
      names.length > 0 ? `use one of: ${names.join(", ")}` : "leave it out",
    );
  }
  const missing = names.find((name) => under[name] === undefined && !inPath.includes(name));
  if (missing !== undefined) {
    context.refuse(
      inXJob("list"),
      `a job is found under "${missing}", which neither the list's path nor a listed job tells`,
      `say under \`list.under\` where a listed job has it`,
    );
  }
  return Object.keys(under).length > 0 ? under : undefined;
}

function sizeOf(context: ModelContext, { pages }: XJobList, operation: SpecOperation): List["size"] {
  if (pages?.size === undefined) return undefined;
  const parameter = useQuery(context, inXJob("list", "pages", "size"), pages.size, operation, true);
  const [most] = branchesOf(context.document, parameter?.schema ?? true).flatMap((branch) =>
    typeof branch === "object" && branch.maximum !== undefined ? [branch.maximum] : [],
  );
  return { parameter: pages.size, ...(most !== undefined && { most }) };
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
