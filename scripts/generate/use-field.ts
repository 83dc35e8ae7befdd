import { parsePointer } from "./json-pointer.js";
import { nameOf } from "./model-context.js";
import type { ModelContext } from "./model-context.js";
import type { Schema } from "./openapi-document.js";
import { lookUp } from "./schema-walk.js";
import type { ObjectShape } from "./schema-walk.js";
import type { SourcePath } from "./source-positions.js";

/** Checks that a body has the field that a declaration names; gives its schema. */
export function useField(
  context: ModelContext,
  at: SourcePath,
  field: string,
  shape: ObjectShape,
  operation: string,
): Schema | undefined {
  const [top = "", ...rest] = field.startsWith("/") ? parsePointer(field) : [field];
  const first = shape.properties.get(top);
  const found =
    first !== undefined && rest.length > 0 ? lookUp(context.document, first, rest).found : undefined;
  const schema = rest.length === 0 ? first : found?.[0];
  if (rest.length > 0 && first !== undefined && schema === undefined) {
    context.refuse(
      at,
      `${nameOf(at)} names ${field}, which the body of ${operation} does not have`,
      "mend the pointer, or declare the field in the request body's schema",
    );
    return undefined;
  }
  if (schema === undefined && !shape.open) {
    context.refuse(
      at,
      `${nameOf(at)} names the field "${field}", which the body of ${operation} does not have`,
      shape.properties.size > 0
        ? `use one of: ${[...shape.properties.keys()].join(", ")}`
        : "declare the field in the request body's schema",
    );
  }
  return schema;
}
