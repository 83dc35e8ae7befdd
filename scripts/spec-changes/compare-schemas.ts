import type { Schema } from "../generate/openapi-document.js";
import { compareObjects } from "./compare-objects.js";
import { compareScalars } from "./compare-scalars.js";
import { add, bound, compareBounds } from "./comparison.js";
import type { Comparison, SchemaPair } from "./comparison.js";
import { componentName, isRecord, shapeOf } from "./schema-shape.js";
import type { RawSchema, SchemaShape } from "./schema-shape.js";

/** Compares what two schemas take. Narrowing an input and widening an output is what breaks a user's code. */
export function compareSchemas(comparison: Comparison, pair: SchemaPair): void {
  const { direction } = pair;
  const [from, to] = [componentName(pair.before), componentName(pair.after)];
  const key = `${direction} ${from ?? ""} ${to ?? ""}`;
  if (from !== undefined && to !== undefined) {
    if (comparison.seen.has(key)) return;
    comparison.seen.add(key);
  }
  // A named type is named; one that has just been given a name, or lost it, is still told by where it stands.
  const where = from !== undefined && from === to ? from : pair.where;
  const before = shapeOf(comparison.before, pair.before);
  const after = shapeOf(comparison.after, pair.after);
  compareDeprecation(comparison, { ...pair, where });
  if (before.anything || after.anything) {
    if (!after.anything)
      add(comparison, { ...pair, where }, "narrowed", "took any value, and takes only some");
    if (!before.anything) add(comparison, { ...pair, where }, "widened", "takes any value now");
    return;
  }
  compareScalars(comparison, { ...pair, where }, before, after);
  compareLists(comparison, { ...pair, where }, before, after, "objects");
  compareLists(comparison, { ...pair, where }, before, after, "arrays");
}

type Alternatives = "objects" | "arrays";

function compareLists(
  comparison: Comparison,
  pair: SchemaPair,
  before: SchemaShape,
  after: SchemaShape,
  what: Alternatives,
): void {
  const word = what === "objects" ? "an object" : "an array";
  const lost = [...before[what]];
  const gained: RawSchema[] = [];
  const matched: [RawSchema, RawSchema][] = [];
  for (const alternative of after[what]) {
    const twin = takeTwin(lost, alternative);
    if (twin) matched.push([twin, alternative]);
    else gained.push(alternative);
  }
  while (lost.length > 0 && gained.length > 0) matched.push([lost.shift() ?? {}, gained.shift() ?? {}]);
  const many = Math.max(before[what].length, after[what].length) > 1;
  for (const [one, other] of matched) {
    const nested = many ? { ...pair, where: `${pair.where}${labelOf(other)}` } : pair;
    if (what === "objects") compareObjects(comparison, nested, one, other, compareSchemas);
    else compareArrays(comparison, nested, one, other);
  }
  for (const one of lost) add(comparison, pair, "narrowed", `is no longer ${word}${labelOf(one)}`);
  for (const one of gained) add(comparison, pair, "widened", `can be ${word}${labelOf(one)}`);
}

function compareArrays(comparison: Comparison, pair: SchemaPair, one: RawSchema, other: RawSchema): void {
  const itemsOf = (schema: RawSchema): Schema => (schema["items"] as Schema | undefined) ?? true;
  compareSchemas(comparison, {
    ...pair,
    before: itemsOf(one),
    after: itemsOf(other),
    where: `${pair.where}[]`,
  });
  compareTuples(comparison, pair, one, other);
  compareBounds(comparison, pair, one, other, ["minItems"], ["maxItems"]);
  if (one["uniqueItems"] !== true && other["uniqueItems"] === true)
    bound(comparison, pair, "narrowed", "takes no item twice");
  if (one["uniqueItems"] === true && other["uniqueItems"] !== true)
    bound(comparison, pair, "widened", "takes an item twice");
}

function compareTuples(comparison: Comparison, pair: SchemaPair, one: RawSchema, other: RawSchema): void {
  const itemsOf = (schema: RawSchema): Schema[] =>
    Array.isArray(schema["prefixItems"]) ? (schema["prefixItems"] as Schema[]) : [];
  const [before, after] = [itemsOf(one), itemsOf(other)];
  for (let index = 0; index < Math.max(before.length, after.length); index += 1) {
    compareSchemas(comparison, {
      ...pair,
      before: before[index] ?? (one["items"] as Schema | undefined) ?? true,
      after: after[index] ?? (other["items"] as Schema | undefined) ?? true,
      where: `${pair.where}[${index}]`,
    });
  }
}

function compareDeprecation(comparison: Comparison, { before, after, where, direction }: SchemaPair): void {
  const isDeprecated = (schema: Schema) => isRecord(schema) && schema["deprecated"] === true;
  if (isDeprecated(before) || !isDeprecated(after)) return;
  comparison.findings.push({
    kind: "deprecated",
    bump: "minor",
    where: `${where} (${direction})`,
    what: "is deprecated",
  });
}

/** Takes the alternative out of the list that is the same, or else the one that says by a constant or title that it is. */
function takeTwin(list: RawSchema[], alternative: RawSchema): RawSchema | undefined {
  const text = JSON.stringify(alternative);
  const label = labelOf(alternative);
  let index = list.findIndex((each) => JSON.stringify(each) === text);
  if (index < 0 && label !== "") index = list.findIndex((each) => labelOf(each) === label);
  return index < 0 ? undefined : list.splice(index, 1)[0];
}

function labelOf(schema: RawSchema): string {
  const constants = isRecord(schema["properties"])
    ? Object.entries(schema["properties"]).flatMap(([name, property]) => {
        const value = isRecord(property) ? (property["const"] ?? onlyValue(property["enum"])) : undefined;
        return value === undefined ? [] : [`${name}=${JSON.stringify(value)}`];
      })
    : [];
  if (constants.length > 0) return `{${constants.join(", ")}}`;
  return typeof schema["title"] === "string" ? `{${schema["title"]}}` : "";
}

function onlyValue(values: unknown): unknown {
  return Array.isArray(values) && values.length === 1 ? (values[0] as unknown) : undefined;
}
