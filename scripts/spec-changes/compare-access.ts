import { resolveReference } from "../generate/openapi-document.js";
import type { OpenApiDocument, SecurityRequirement, SecurityScheme } from "../generate/openapi-document.js";
import { listOperations } from "../generate/spec-operation.js";
import type { SpecOperation } from "../generate/spec-operation.js";
import type { Comparison } from "./comparison.js";

/** Compares where the API is and what it wants to know of its caller. */
export function compareAccess({ before, after, findings }: Comparison): void {
  const [from, to] = [before.servers?.[0]?.url, after.servers?.[0]?.url];
  if (from !== to) {
    findings.push({ kind: "changed", bump: "minor", where: "server", what: `was ${from}, and is ${to}` });
  }
  compareSchemes(before, after, findings);
  const earlier = listOperations(before);
  for (const other of listOperations(after)) {
    const one = earlier.find((each) => each.method === other.method && each.path === other.path);
    if (!one) continue;
    const where = `${other.method.toUpperCase()} ${other.path}`;
    const [open, stays] = [isOpen(before, one), isOpen(after, other)];
    if (open && !stays) findings.push({ kind: "narrowed", bump: "major", where, what: "needs a key now" });
    if (!open && stays)
      findings.push({ kind: "widened", bump: "minor", where, what: "needs no key any more" });
  }
}

/** The user gives the same key wherever it goes; another sort of credentials is another option of the client. */
function compareSchemes(
  before: OpenApiDocument,
  after: OpenApiDocument,
  findings: Comparison["findings"],
): void {
  const [from, to] = [usedSchemes(before), usedSchemes(after)];
  if (from.length === 0 || to.length === 0) return;
  const typesOf = (schemes: readonly SecurityScheme[]) =>
    [...new Set(schemes.map(credentialsOf))].sort().join(" or ");
  if (typesOf(from) !== typesOf(to)) {
    const what = `wanted ${typesOf(from)}, and wants ${typesOf(to)}`;
    findings.push({ kind: "changed", bump: "major", where: "security", what });
  } else if (placesOf(from) !== placesOf(to)) {
    findings.push({
      kind: "changed",
      bump: "patch",
      where: "security",
      what: "the key goes to another place",
    });
  }
}

function usedSchemes(document: OpenApiDocument): SecurityScheme[] {
  const requirements = [
    ...(document.security ?? []),
    ...listOperations(document).flatMap(({ object }) => object.security ?? []),
  ];
  const names = new Set(requirements.flatMap((requirement) => Object.keys(requirement)));
  return [...names].flatMap((name) => {
    const scheme = document.components?.securitySchemes?.[name];
    return scheme ? [resolveReference<SecurityScheme>(document, scheme)] : [];
  });
}

function credentialsOf({ type, scheme }: SecurityScheme): string {
  if (type === "http") return scheme?.toLowerCase() === "basic" ? "a name and a password" : "a key";
  return type === "apiKey" ? "a key" : type;
}

function placesOf(schemes: readonly SecurityScheme[]): string {
  return schemes
    .map((scheme) => [scheme.type, scheme.in, scheme.name, scheme.scheme].join(" "))
    .sort()
    .join();
}

function isOpen(document: OpenApiDocument, { object }: SpecOperation): boolean {
  const requirements: SecurityRequirement[] = object.security ?? document.security ?? [];
  return requirements.length === 0 || requirements.some((each) => Object.keys(each).length === 0);
}
