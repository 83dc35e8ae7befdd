import type { OpenApiDocument, Schema } from "../generate/openapi-document.js";
import type { Finding } from "./finding.js";
import type { RawSchema } from "./schema-shape.js";

/** `input` goes from the user to the API, `output` comes back. */
export type Direction = "input" | "output";

/** Two revisions of a schema, and where the finding's reader has to look. */
export interface SchemaPair {
  before: Schema;
  after: Schema;
  direction: Direction;
  where: string;
}

/** What a comparison of one spec carries along. */
export interface Comparison {
  before: OpenApiDocument;
  after: OpenApiDocument;
  findings: Finding[];
  /** Pairs of named schemas that are compared already, or are being compared. */
  seen: Set<string>;
}

/** Notes a difference whose weight depends on the direction. */
export function add(
  { findings }: Comparison,
  { direction, where }: Pick<SchemaPair, "direction" | "where">,
  kind: "narrowed" | "widened",
  what: string,
): void {
  const breaking = direction === "input" ? "narrowed" : "widened";
  findings.push({
    kind,
    bump: kind === breaking ? "major" : "minor",
    where: `${where} (${direction})`,
    what,
  });
}

/** Bounds are no part of a type: what an output's bounds allow breaks no code. */
export function compareBounds(
  comparison: Comparison,
  pair: SchemaPair,
  one: RawSchema,
  other: RawSchema,
  lower: readonly string[],
  upper: readonly string[],
): void {
  for (const keyword of [...lower, ...upper]) {
    const sign = lower.includes(keyword) ? 1 : -1;
    const [from, to] = [numberAt(one, keyword), numberAt(other, keyword)];
    if (from === to) continue;
    const tightened = from === undefined || (to !== undefined && (to - from) * sign > 0);
    const text = `${keyword} ${from === undefined ? "is" : `was ${from}, and is`} ${to ?? "gone"}`;
    bound(comparison, pair, tightened ? "narrowed" : "widened", text);
  }
}

/** Notes a difference in what values are taken, where the type stays the same. */
export function bound(
  comparison: Comparison,
  pair: SchemaPair,
  kind: "narrowed" | "widened",
  what: string,
): void {
  if (pair.direction === "input") add(comparison, pair, kind, what);
  else comparison.findings.push({ kind, bump: "minor", where: `${pair.where} (output)`, what });
}

function numberAt(schema: RawSchema, keyword: string): number | undefined {
  const value = schema[keyword];
  return typeof value === "number" ? value : undefined;
}
