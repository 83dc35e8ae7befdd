import { add, bound, compareBounds } from "./comparison.js";
import type { Comparison, SchemaPair } from "./comparison.js";
import type { RawSchema, ScalarShape, SchemaShape } from "./schema-shape.js";

/** Compares the strings, numbers, booleans and nulls that two schemas take. */
export function compareScalars(
  comparison: Comparison,
  pair: SchemaPair,
  before: SchemaShape,
  after: SchemaShape,
): void {
  for (const type of new Set([...before.scalars.keys(), ...after.scalars.keys()])) {
    const [one, other] = [before.scalars.get(type), after.scalars.get(type)];
    if (one && other) compareValues(comparison, pair, one, other);
    else if (one && !isNumberAmong(type, after)) {
      add(comparison, pair, "narrowed", `is no longer ${withArticle(type)}`);
    } else if (other && !isNumberAmong(type, before)) {
      add(comparison, pair, "widened", `can be ${withArticle(type)}`);
    }
  }
}

function compareValues(comparison: Comparison, pair: SchemaPair, one: ScalarShape, other: ScalarShape): void {
  if (one.open && !other.open) add(comparison, pair, "narrowed", `takes only ${list(other.known)}`);
  if (!one.open && other.open) add(comparison, pair, "widened", "takes values beside the known ones");
  if (one.open && other.open) compareOpen(comparison, pair, one.open, other.open);
  const gained = [...other.known].filter((value) => !one.known.has(value));
  const lost = [...one.known].filter((value) => !other.known.has(value));
  const where = `${pair.where} (${pair.direction})`;
  if (gained.length > 0 && one.open && other.open) {
    comparison.findings.push({ kind: "added", bump: "minor", where, what: `knows ${list(gained)}` });
  } else if (gained.length > 0 && !one.open) {
    add(comparison, pair, "widened", `takes ${list(gained)} too`);
  }
  if (lost.length > 0 && other.open) {
    const what = `no longer names ${list(lost)}`;
    // The type still takes the value, but whoever sends it has to know; one that does not come any more breaks nothing.
    if (pair.direction === "input") add(comparison, pair, "narrowed", what);
    else comparison.findings.push({ kind: "text", bump: "patch", where, what });
  } else if (lost.length > 0 && !one.open) {
    add(comparison, pair, "narrowed", `no longer takes ${list(lost)}`);
  }
}

function compareOpen(comparison: Comparison, pair: SchemaPair, one: RawSchema, other: RawSchema): void {
  if (isBytes(one) !== isBytes(other)) {
    comparison.findings.push({
      kind: "changed",
      bump: "major",
      where: `${pair.where} (${pair.direction})`,
      what: isBytes(other) ? "is a file now" : "is no longer a file",
    });
    return;
  }
  compareBounds(
    comparison,
    pair,
    one,
    other,
    ["minLength", "minimum", "exclusiveMinimum"],
    ["maxLength", "maximum", "exclusiveMaximum"],
  );
  for (const keyword of ["pattern", "format", "multipleOf"]) {
    const [from, to] = [one[keyword], other[keyword]];
    if (JSON.stringify(from) === JSON.stringify(to)) continue;
    if (to === undefined) bound(comparison, pair, "widened", `has no ${keyword} any more`);
    else bound(comparison, pair, "narrowed", `has the ${keyword} ${JSON.stringify(to)}`);
  }
}

function isBytes(schema: RawSchema): boolean {
  return schema["format"] === "binary" || ("contentMediaType" in schema && !("contentEncoding" in schema));
}

/** An integer among numbers is no type of its own. */
function isNumberAmong(type: string, shape: SchemaShape): boolean {
  return type === "integer" && shape.scalars.get("number")?.open !== undefined;
}

function withArticle(type: string): string {
  if (type === "null") return type;
  return `${type === "integer" ? "an" : "a"} ${type}`;
}

function list(values: Iterable<string>): string {
  return [...values].join(", ");
}
