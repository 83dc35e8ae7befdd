import { resolveReference } from "./openapi-document.js";
import type { OpenApiDocument } from "./openapi-document.js";

/**
 * A copy without references. A schema that contains itself ends, where it would begin again, in `{}`, which takes
 * anything: a copy without references cannot say more.
 */
export function dereference(
  document: OpenApiDocument,
  value: unknown,
  above: readonly unknown[] = [],
): unknown {
  if (Array.isArray(value)) return value.map((item) => dereference(document, item, above));
  if (typeof value !== "object" || value === null) return value;
  if (typeof (value as { $ref?: unknown }).$ref === "string") {
    const { $ref, ...beside } = value as { $ref: string };
    const target = resolveReference<object>(document, { $ref });
    if (above.includes(target)) return {};
    const copy = dereference(document, target, [...above, target]);
    return Object.keys(beside).length > 0
      ? { ...(copy as object), ...(dereference(document, beside, above) as object) }
      : copy;
  }
  return Object.fromEntries(
    Object.entries(value).map(([key, child]) => [key, dereference(document, child, above)]),
  );
}
