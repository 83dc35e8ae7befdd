import { resolveReference } from "./openapi-document.js";
import type { OpenApiDocument } from "./openapi-document.js";
import type { SourcePath, SourcePositions } from "./source-positions.js";
import type { SpecProblem } from "./spec-problem.js";

/** Keys whose values are data, whatever they look like. */
const data = new Set(["example", "examples", "default", "const", "enum"]);

/** What no later step could work with: patterns that are no regular expressions, references that lead to themselves. */
export function checkSchemas(document: OpenApiDocument, positions: SourcePositions): SpecProblem[] {
  const problems: SpecProblem[] = [];
  const seen = new Set<unknown>();
  const visit = (node: unknown, at: SourcePath): void => {
    // An alias of YAML may stand for what it is in.
    if (typeof node !== "object" || node === null || seen.has(node)) return;
    seen.add(node);
    const { pattern, patternProperties, $ref } = node as Record<string, unknown>;
    const patterns = [
      ...(typeof pattern === "string" ? [pattern] : []),
      ...(typeof patternProperties === "object" && patternProperties !== null
        ? Object.keys(patternProperties)
        : []),
    ];
    for (const each of patterns.filter((text) => !isRegularExpression(text))) {
      problems.push({
        ...positions.locate(at),
        what: `the pattern "${each}" is no regular expression`,
        mend: "mend it, or leave it out",
      });
    }
    if (typeof $ref === "string" && $ref.startsWith("#") && leadsToItself(document, $ref)) {
      problems.push({
        ...positions.locate(at),
        what: `the reference ${$ref} leads to itself`,
        mend: "name what is meant",
      });
    }
    for (const [key, child] of Object.entries(node)) if (!data.has(key)) visit(child, [...at, key]);
  };
  const { "x-job": _, ...described } = document as OpenApiDocument & { "x-job"?: unknown };
  visit(described, []);
  return problems;
}

function isRegularExpression(text: string): boolean {
  try {
    new RegExp(text);
    return true;
  } catch {
    return false;
  }
}

function leadsToItself(document: OpenApiDocument, $ref: string): boolean {
  try {
    resolveReference<object>(document, { $ref });
    return false;
  } catch {
    return true;
  }
}
