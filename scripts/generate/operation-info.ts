import type {
  BodyInfo,
  FieldInfo,
  OperationInfo,
  ParameterInfo,
} from "../../packages/cli/src/provider-entry.js";
import { isKeyless } from "./build-auth.js";
import type { BuiltKind } from "./build-kind.js";
import type { ModelContext } from "./model-context.js";
import type { Parameter, Schema } from "./openapi-document.js";
import { allowsType, branchesOf, knownValues, shapeOf, singleType } from "./schema-walk.js";
import { isBodyRequired, requestContent } from "./spec-operation.js";
import type { SpecOperation } from "./spec-operation.js";
import { isUsableMethod } from "./use-operation.js";

/** Every operation as a command line needs it, in the order of the spec. */
export function describeOperations(context: ModelContext, kinds: readonly BuiltKind[]): OperationInfo[] {
  return context.operations
    .filter((operation) => isUsableMethod(operation.method))
    .map((operation) => {
      const preferred = kinds.find((kind) => kind.body.operation === operation)?.body.mediaType;
      const body = describeBody(context, operation, preferred);
      return {
        id: operation.id,
        // The filter above lets no other method through.
        method: operation.method.toUpperCase() as OperationInfo["method"],
        path: operation.path,
        summary: oneLine(operation.object.summary ?? operation.object.description?.split(/\n\s*\n/)[0] ?? ""),
        keyless: isKeyless(context, operation),
        parameters: operation.parameters
          .filter((parameter) => ["path", "query", "header"].includes(parameter.in))
          .map((parameter) => describeParameter(context, parameter)),
        ...(body && { body }),
      };
    });
}

function describeParameter(context: ModelContext, parameter: Parameter): ParameterInfo {
  const field = describeField(context, parameter.name, parameter.schema ?? true, {
    required: parameter.in === "path" || parameter.required === true,
    ...(parameter.description !== undefined && { description: parameter.description }),
  });
  return {
    // The caller lets no other kind of parameter through.
    in: parameter.in as ParameterInfo["in"],
    ...field,
  };
}

function describeBody(
  context: ModelContext,
  operation: SpecOperation,
  preferred?: string,
): BodyInfo | undefined {
  const content = requestContent(context.document, operation);
  const types = Object.keys(content);
  const first = preferred ?? types[0];
  if (first === undefined) return undefined;
  const shape = shapeOf(context.document, content[first]?.schema ?? true);
  return {
    required: isBodyRequired(context.document, operation),
    contentTypes: [first, ...types.filter((type) => type !== first)],
    fields: [...shape.properties].map(([name, schema]) =>
      describeField(context, name, schema, { required: shape.required.includes(name) }),
    ),
  };
}

function describeField(
  context: ModelContext,
  name: string,
  schema: Schema,
  { required, description }: { required: boolean; description?: string },
): FieldInfo {
  const known = knownValues(context.document, [schema]);
  const text = description ?? descriptionOf(context, schema);
  const type = typeOf(context, schema);
  const items = type === "array" ? itemTypeOf(context, schema) : undefined;
  return {
    name,
    type,
    ...(items && { items }),
    required,
    description: oneLine(text),
    ...(known.values.length > 0 && { known: known.values, open: known.open }),
  };
}

function typeOf(context: ModelContext, schema: Schema): FieldInfo["type"] {
  if (isFile(context, schema)) return "file";
  const type = singleType(context.document, schema);
  if (type !== undefined && type !== "null") return type;
  return (
    (["object", "string", "number"] as const).find((each) => allowsType(context.document, [schema], each)) ??
    "string"
  );
}

/** What an array holds, where every item is of one plain type. */
function itemTypeOf(context: ModelContext, schema: Schema): FieldInfo["items"] {
  const items = branchesOf(context.document, schema).flatMap((branch) =>
    typeof branch === "object" && branch.items !== undefined ? [branch.items] : [],
  );
  const types = new Set(items.map((item) => typeOf(context, item)));
  const [type] = types;
  return types.size === 1 && type !== "array" && type !== "file" ? type : undefined;
}

/** The two ways to say that a part of a multipart body is a file. */
function isFile(context: ModelContext, schema: Schema): boolean {
  return branchesOf(context.document, schema).some(
    (branch) =>
      typeof branch === "object" &&
      (branch.format === "binary" ||
        (branch.contentMediaType !== undefined &&
          !("contentEncoding" in branch) &&
          branch.type !== "object")),
  );
}

function descriptionOf(context: ModelContext, schema: Schema): string {
  for (const branch of branchesOf(context.document, schema)) {
    const text = typeof branch === "object" ? (branch.description ?? branch.title) : undefined;
    if (text !== undefined) return text;
  }
  return "";
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, " ").trim();
}
