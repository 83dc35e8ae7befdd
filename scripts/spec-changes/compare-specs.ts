/**
 * Compares two revisions of one spec by what they mean for a user of the generated client.
 *
 * Written here because no library fits: openapi-diff reads OpenAPI 3.0 only; api-smart-diff does not tell apart what a
 * schema that is used in both directions does to inputs and outputs; oasdiff is a program for one platform each and
 * judges the wire (a response field that is gone does not break it), where a user of a typed client stops compiling.
 * None of them knows a choice of known values plus string, or `x-job`.
 */
import { compareAccess } from "./compare-access.js";
import { compareLifecycle } from "./compare-lifecycle.js";
import { compareOperations, compareWebhooks } from "./compare-operations.js";
import { compareSchemas } from "./compare-schemas.js";
import type { Comparison } from "./comparison.js";
import { sortFindings } from "./finding.js";
import type { Finding } from "./finding.js";
import { isRecord } from "./schema-shape.js";
import type { SpecDocument } from "./spec-document.js";

/** Everything that has changed for a user of the client, the largest change first; empty if nothing has. */
export function compareSpecs(before: SpecDocument, after: SpecDocument): Finding[] {
  const comparison: Comparison = { before, after, findings: [], seen: new Set() };
  compareOperations(comparison);
  compareWebhooks(comparison);
  compareResults(comparison);
  compareAccess(comparison);
  compareNames(comparison);
  const findings = [...comparison.findings, ...compareLifecycle(before["x-job"], after["x-job"])];
  if (findings.length === 0 && canonical(before) !== canonical(after)) {
    findings.push({
      kind: "text",
      bump: "patch",
      where: "the text",
      what: "descriptions or examples have changed",
    });
  }
  return sortFindings(findings);
}

/** Schemas of results that no operation names. */
function compareResults(comparison: Comparison): void {
  const after = inlineSchemas(comparison.after);
  for (const [kind, name] of inlineSchemas(comparison.before)) {
    const other = after.get(kind);
    if (other === undefined) continue;
    const [one, two] = [comparison.before, comparison.after].map((document, index) => {
      const schema = index === 0 ? name : other;
      return document.components?.schemas?.[schema] === undefined
        ? undefined
        : { $ref: `#/components/schemas/${schema}` };
    });
    if (!one || !two) continue;
    const where = `result of ${kind}`;
    compareSchemas(comparison, { before: one, after: two, direction: "output", where });
  }
}

function inlineSchemas(document: SpecDocument): Map<string, string> {
  const xJob = document["x-job"];
  const kinds = isRecord(xJob) && isRecord(xJob["kinds"]) ? xJob["kinds"] : {};
  return new Map(
    Object.entries(kinds).flatMap(([id, kind]) => {
      const result = isRecord(kind) && isRecord(kind["result"]) ? kind["result"]["inline"] : undefined;
      const schema = isRecord(result) ? result["schema"] : undefined;
      return typeof schema === "string" ? [[id, schema]] : [];
    }),
  );
}

/** Schemas are types of the package by their names. */
function compareNames({ before, after, findings }: Comparison): void {
  for (const name of Object.keys(before.components?.schemas ?? {})) {
    if (after.components?.schemas && Object.hasOwn(after.components.schemas, name)) continue;
    const where = `components["schemas"]["${name}"]`;
    findings.push({ kind: "removed", bump: "major", where, what: "the type of this name is gone" });
  }
}

/** The same text for the same document, whatever the order of its keys. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, child: unknown) =>
    isRecord(child) ? Object.fromEntries(Object.entries(child).sort(([a], [b]) => (a < b ? -1 : 1))) : child,
  );
}
