import type { AuthHeader } from "../../packages/jobs-core/src/job-api.js";
import type { ModelContext } from "./model-context.js";
import { resolveReference } from "./openapi-document.js";
import type { SecurityRequirement, SecurityScheme } from "./openapi-document.js";
import type { SpecOperation } from "./spec-operation.js";

/** The headers that carry the key: those of the first way in that is made of headers only. */
export function buildAuth(context: ModelContext): AuthHeader[] {
  const requirements = context.document.security;
  if (!requirements) {
    context.refuse(
      [],
      "the spec does not say how the API is authorized",
      "add `security` at the root; `security: []` if it takes no key",
    );
    return [];
  }
  if (requirements.length === 0) return [];
  for (const requirement of requirements) {
    const headers = Object.keys(requirement).map((name) => headerOf(context, name));
    if (headers.length > 0 && headers.every((header) => header !== undefined)) return headers;
  }
  const names = [...new Set(requirements.flatMap((requirement) => Object.keys(requirement)))];
  context.refuse(
    ["security"],
    `no security scheme of ${names.join(", ")} is supported`,
    "use `type: http, scheme: bearer` or `type: apiKey, in: header`",
  );
  return [];
}

/** True where the API answers without a key. */
export function isKeyless(context: ModelContext, operation: SpecOperation): boolean {
  const requirements: SecurityRequirement[] = operation.object.security ?? context.document.security ?? [];
  return (
    requirements.length === 0 || requirements.some((requirement) => Object.keys(requirement).length === 0)
  );
}

function headerOf(context: ModelContext, name: string): AuthHeader | undefined {
  const reference = context.document.components?.securitySchemes?.[name];
  if (!reference) return undefined;
  const scheme = resolveReference<SecurityScheme>(context.document, reference);
  if (scheme.type === "http" && scheme.scheme?.toLowerCase() === "bearer") {
    return { header: "Authorization", prefix: "Bearer " };
  }
  return scheme.type === "apiKey" && scheme.in === "header" && scheme.name
    ? { header: scheme.name, prefix: "" }
    : undefined;
}
