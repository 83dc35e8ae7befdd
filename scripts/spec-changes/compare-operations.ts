import { resolveReference } from "../generate/openapi-document.js";
import type {
  MediaType,
  OpenApiDocument,
  RequestBody,
  ResponseObject,
  Schema,
} from "../generate/openapi-document.js";
import { listOperations } from "../generate/spec-operation.js";
import type { SpecOperation } from "../generate/spec-operation.js";
import { compareSchemas } from "./compare-schemas.js";
import type { Comparison, Direction } from "./comparison.js";
import type { Bump, FindingKind } from "./finding.js";

/** An operation in both revisions. */
interface OperationPair {
  one: SpecOperation;
  other: SpecOperation;
  where: string;
}

/** Compares what can be called, what it takes and what it answers. */
export function compareOperations(comparison: Comparison): void {
  const before = listOperations(comparison.before);
  const after = listOperations(comparison.after);
  for (const other of after) {
    const where = nameOf(other);
    const one = before.find((each) => nameOf(each) === where);
    if (one) compareOperation(comparison, { one, other, where });
    else if (!before.some((each) => isMoved(each, other, after))) {
      note(comparison, "added", "minor", where, "is new");
    }
  }
  for (const one of before) {
    if (after.some((each) => nameOf(each) === nameOf(one))) continue;
    const moved = after.find((each) => isMoved(one, each, after));
    const what = moved ? `is ${nameOf(moved)} now` : "is gone";
    note(comparison, moved ? "changed" : "removed", "major", nameOf(one), what);
    if (moved) compareOperation(comparison, { one, other: moved, where: nameOf(moved) });
  }
}

/** What the API sends to the user: types of the package too. */
export function compareWebhooks(comparison: Comparison): void {
  const [before, after] = [webhooksOf(comparison.before), webhooksOf(comparison.after)];
  for (const other of after) {
    const where = `webhook ${other.path}`;
    const one = before.find((each) => nameOf(each) === nameOf(other));
    if (!one) {
      note(comparison, "added", "minor", where, "is new");
      continue;
    }
    const [from, to] = [bodyOf(comparison.before, one), bodyOf(comparison.after, other)];
    compareContent(comparison, "output", where, from?.content ?? {}, to?.content ?? {});
  }
  for (const one of before) {
    if (after.some((each) => nameOf(each) === nameOf(one))) continue;
    note(comparison, "removed", "major", `webhook ${one.path}`, "is gone");
  }
}

function webhooksOf(document: OpenApiDocument): SpecOperation[] {
  const { webhooks } = document as { webhooks?: NonNullable<OpenApiDocument["paths"]> };
  return webhooks ? listOperations({ ...document, paths: webhooks }) : [];
}

function compareOperation(comparison: Comparison, pair: OperationPair): void {
  const { one, other, where } = pair;
  if (one.id !== other.id) {
    note(comparison, "changed", "major", where, `its operationId was ${one.id}, and is ${other.id}`);
  }
  if (!isDeprecated(one) && isDeprecated(other)) {
    note(comparison, "deprecated", "minor", where, "is deprecated");
  }
  for (const place of ["path", "query", "header", "cookie"]) {
    const title = `${where} ${place}`;
    compare(comparison, "input", title, parametersOf(one, place), parametersOf(other, place));
  }
  compareSerialization(comparison, pair);
  compareBodies(comparison, pair);
  compareResponses(comparison, pair);
}

/** How a parameter is written is the client's business, unless the user writes it. */
function compareSerialization(comparison: Comparison, { one, other, where }: OperationPair): void {
  const styleOf = (parameter: unknown): string => {
    const { style, explode } = parameter as { style?: string; explode?: boolean };
    return JSON.stringify([style, explode]);
  };
  for (const parameter of other.parameters) {
    const twin = one.parameters.find((each) => each.name === parameter.name && each.in === parameter.in);
    if (!twin || styleOf(twin) === styleOf(parameter)) continue;
    note(
      comparison,
      "changed",
      "patch",
      `${where} ${parameter.in}.${parameter.name}`,
      "is written otherwise",
    );
  }
}

/** Parameters of one place are an object whose properties they are. */
function parametersOf(operation: SpecOperation, place: string): Schema {
  const parameters = operation.parameters.filter((parameter) => parameter.in === place);
  return {
    type: "object",
    properties: Object.fromEntries(
      parameters.map((parameter) => {
        const schema = parameter.schema ?? mediaSchema(parameter);
        const { deprecated } = parameter as { deprecated?: boolean };
        return [parameter.name, deprecated ? { allOf: [schema], deprecated } : schema];
      }),
    ),
    required: parameters.filter((parameter) => parameter.required).map((parameter) => parameter.name),
  };
}

function mediaSchema(parameter: object): Schema {
  const { content } = parameter as { content?: Record<string, MediaType> };
  return Object.values(content ?? {})[0]?.schema ?? true;
}

function compareBodies(comparison: Comparison, { one, other, where }: OperationPair): void {
  const [before, after] = [bodyOf(comparison.before, one), bodyOf(comparison.after, other)];
  const title = `${where} body`;
  if (!before && !after) return;
  if (!before) {
    const required = after?.required === true;
    const [kind, bump] = required ? (["narrowed", "major"] as const) : (["added", "minor"] as const);
    note(comparison, kind, bump, `${title} (input)`, required ? "is new, and required" : "is new");
  } else if (!after) note(comparison, "removed", "major", `${title} (input)`, "is gone");
  else {
    if (!before.required && after.required) {
      note(comparison, "narrowed", "major", `${title} (input)`, "is required now");
    }
    if (before.required && !after.required) {
      note(comparison, "widened", "minor", `${title} (input)`, "may be missing now");
    }
    compareContent(comparison, "input", title, before.content ?? {}, after.content ?? {});
  }
}

function compareResponses(comparison: Comparison, { one, other, where }: OperationPair): void {
  const [before, after] = [responsesOf(comparison.before, one), responsesOf(comparison.after, other)];
  for (const [status, response] of Object.entries(after)) {
    const title = `${where} ${status}`;
    const twin = before[status];
    if (!twin) {
      // An answer of an undocumented status was always an error; a second kind of success is one more type to handle.
      const success = /^2/.test(status) && Object.keys(response.content ?? {}).length > 0;
      if (success) note(comparison, "widened", "major", title, "is a new answer");
      else note(comparison, "added", "minor", title, "is documented now");
      continue;
    }
    const [from, to] = [headersOf(comparison.before, twin), headersOf(comparison.after, response)];
    compare(comparison, "output", `${title} header`, from, to);
    compareContent(comparison, "output", title, twin.content ?? {}, response.content ?? {});
  }
  for (const status of Object.keys(before)) {
    if (after[status]) continue;
    const success = /^2/.test(status);
    const bump = success ? "major" : "patch";
    note(comparison, "removed", bump, `${where} ${status}`, "is no longer documented");
  }
}

function compareContent(
  comparison: Comparison,
  direction: Direction,
  where: string,
  before: Readonly<Record<string, MediaType>>,
  after: Readonly<Record<string, MediaType>>,
): void {
  const title = `${where} (${direction})`;
  for (const [mediaType, media] of Object.entries(after)) {
    const twin = before[mediaType];
    if (twin) compare(comparison, direction, where, twin.schema ?? true, media.schema ?? true);
    else {
      const bump = direction === "input" ? "minor" : "major";
      note(comparison, "widened", bump, title, `can be ${mediaType}`);
    }
  }
  for (const mediaType of Object.keys(before)) {
    if (after[mediaType]) continue;
    note(comparison, "removed", "major", title, `is no longer ${mediaType}`);
  }
}

function headersOf(document: OpenApiDocument, { headers = {} }: ResponseObject): Schema {
  const resolved = Object.entries(headers).map(
    ([name, header]): [string, { required?: boolean; schema?: Schema }] => [
      name.toLowerCase(),
      resolveReference<object>(document, header as object),
    ],
  );
  return {
    type: "object",
    properties: Object.fromEntries(resolved.map(([name, { schema }]) => [name, schema ?? true])),
    required: resolved.filter(([, { required }]) => required === true).map(([name]) => name),
  };
}

function bodyOf(document: OpenApiDocument, { object }: SpecOperation): RequestBody | undefined {
  return object.requestBody && resolveReference<RequestBody>(document, object.requestBody);
}

function responsesOf(document: OpenApiDocument, { object }: SpecOperation): Record<string, ResponseObject> {
  return Object.fromEntries(
    Object.entries(object.responses ?? {}).map(([status, response]) => [
      status,
      resolveReference<ResponseObject>(document, response),
    ]),
  );
}

function compare(
  comparison: Comparison,
  direction: Direction,
  where: string,
  before: Schema,
  after: Schema,
): void {
  compareSchemas(comparison, { before, after, direction, where });
}

function note({ findings }: Comparison, kind: FindingKind, bump: Bump, where: string, what: string): void {
  findings.push({ kind, bump, where, what });
}

function nameOf({ method, path }: SpecOperation): string {
  return `${method.toUpperCase()} ${path}`;
}

/** The same operationId at a path that was not there. */
function isMoved(one: SpecOperation, other: SpecOperation, after: readonly SpecOperation[]): boolean {
  const isThere = after.some((each) => nameOf(each) === nameOf(one));
  return !isThere && one.id !== "" && one.id === other.id;
}

function isDeprecated({ object }: SpecOperation): boolean {
  return (object as { deprecated?: boolean }).deprecated === true;
}
