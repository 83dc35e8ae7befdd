import type { OpenApiDocument, Schema } from "../generate/openapi-document.js";
import { branchesOf } from "../generate/schema-walk.js";
import { add, bound, compareBounds } from "./comparison.js";
import type { Comparison, SchemaPair } from "./comparison.js";
import { isRecord } from "./schema-shape.js";
import type { RawSchema } from "./schema-shape.js";

/** Compares what stands inside an object. */
export type CompareInside = (comparison: Comparison, pair: SchemaPair) => void;

/** Compares the properties of two objects. */
export function compareObjects(
  comparison: Comparison,
  pair: SchemaPair,
  one: RawSchema,
  other: RawSchema,
  compareInside: CompareInside,
): void {
  const [before, after] = [propertiesOf(one), propertiesOf(other)];
  for (const [name, schema] of Object.entries(after)) {
    const twin = Object.hasOwn(before, name) ? before[name] : undefined;
    const nested = { ...pair, where: `${pair.where}.${name}` };
    if (twin === undefined) addProperty(comparison, nested, requiredOf(other).has(name));
    else {
      const isRequired = requiredOf(other).has(name);
      compareRequired(comparison, nested, requiredOf(one).has(name), isRequired);
      compareDefaults(comparison, { ...nested, before: twin, after: schema }, isRequired);
      compareInside(comparison, { ...nested, before: twin, after: schema });
    }
  }
  for (const name of Object.keys(before)) {
    if (!Object.hasOwn(after, name)) remove(comparison, { ...pair, where: `${pair.where}.${name}` });
  }
  compareRest(comparison, pair, one, other, compareInside);
  compareBounds(comparison, pair, one, other, ["minProperties"], ["maxProperties"]);
}

function addProperty(comparison: Comparison, { direction, where }: SchemaPair, required: boolean): void {
  const breaks = direction === "input" && required;
  comparison.findings.push({
    kind: breaks ? "narrowed" : "added",
    bump: breaks ? "major" : "minor",
    where: `${where} (${direction})`,
    what: breaks ? "is new, and required" : "is new",
  });
}

function remove({ findings }: Comparison, { direction, where }: SchemaPair): void {
  findings.push({ kind: "removed", bump: "major", where: `${where} (${direction})`, what: "is gone" });
}

function compareRequired(comparison: Comparison, pair: SchemaPair, before: boolean, after: boolean): void {
  if (!before && after) add(comparison, pair, "narrowed", "is required now");
  if (before && !after) add(comparison, pair, "widened", "may be missing now");
}

/** What is sent, or taken for sent, where the user says nothing; without it the user has to say what is required. */
function compareDefaults(comparison: Comparison, pair: SchemaPair, isRequired: boolean): void {
  if (pair.direction === "output") return;
  const [from, to] = [defaultOf(comparison.before, pair.before), defaultOf(comparison.after, pair.after)];
  if (from === to) return;
  if (isRequired && to === undefined) {
    add(comparison, pair, "narrowed", `has the default ${from} no more, and is required`);
    return;
  }
  const what =
    from === undefined
      ? `has the default ${to}`
      : to === undefined
        ? `has the default ${from} no more`
        : `has the default ${to}, which was ${from}`;
  comparison.findings.push({ kind: "changed", bump: "minor", where: `${pair.where} (input)`, what });
}

/** As text, so that values can be compared. */
function defaultOf(document: OpenApiDocument, schema: Schema): string | undefined {
  const [found] = branchesOf(document, schema).flatMap((branch) =>
    typeof branch === "object" && branch.default !== undefined ? [branch.default] : [],
  );
  return found === undefined ? undefined : JSON.stringify(found);
}

/** What is said of properties that have no name. */
function compareRest(
  comparison: Comparison,
  pair: SchemaPair,
  one: RawSchema,
  other: RawSchema,
  compareInside: CompareInside,
): void {
  const [before, after] = [restOf(one), restOf(other)];
  if (JSON.stringify(before) === JSON.stringify(after)) return;
  const nested = { ...pair, where: `${pair.where}.*` };
  if (isRecord(before) && isRecord(after)) {
    compareInside(comparison, { ...nested, before: before as Schema, after: after as Schema });
  } else if (after === false) {
    if (pair.direction === "output" && before !== true) remove(comparison, nested);
    else bound(comparison, nested, "narrowed", "takes no other properties now");
  } else if (before === false) bound(comparison, nested, "widened", "takes other properties now");
  else if (isRecord(after)) bound(comparison, nested, "narrowed", "takes only some values now");
  else bound(comparison, nested, "widened", "takes any value now");
}

function restOf(schema: RawSchema): unknown {
  const rest = schema["additionalProperties"] ?? true;
  return isRecord(rest) && Object.keys(rest).length === 0 ? true : rest;
}

function propertiesOf(schema: RawSchema): Record<string, Schema> {
  return isRecord(schema["properties"]) ? (schema["properties"] as Record<string, Schema>) : {};
}

function requiredOf(schema: RawSchema): ReadonlySet<unknown> {
  return new Set(Array.isArray(schema["required"]) ? (schema["required"] as unknown[]) : []);
}
