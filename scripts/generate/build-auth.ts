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
  const chosen = chooseRequirement(context);
  if (chosen) return Object.keys(chosen).flatMap((name) => headerOf(context, name) ?? []);
  const names = [...new Set(requirements.flatMap((requirement) => Object.keys(requirement)))];
  if (names.length === 0) return [];
  context.refuse(
    ["security"],
    `no security scheme of ${names.join(", ")} is supported`,
    "use `type: http, scheme: bearer` or `type: apiKey, in: header`",
  );
  return [];
}

/** True where the client's headers are what the operation asks for. */
export function isAuthorized(context: ModelContext, operation: SpecOperation): boolean {
  const own = operation.object.security;
  if (!own || isKeyless(context, operation)) return true;
  const sent = Object.keys(chooseRequirement(context) ?? {});
  return own.some((requirement) => Object.keys(requirement).every((name) => sent.includes(name)));
}

/** True where the API answers without a key. */
export function isKeyless(context: ModelContext, operation: SpecOperation): boolean {
  const requirements: SecurityRequirement[] = operation.object.security ?? context.document.security ?? [];
  return (
    requirements.length === 0 || requirements.some((requirement) => Object.keys(requirement).length === 0)
  );
}

function chooseRequirement(context: ModelContext): SecurityRequirement | undefined {
  return context.document.security?.find((requirement) => {
    const names = Object.keys(requirement);
    return names.length > 0 && names.every((name) => headerOf(context, name) !== undefined);
  });
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
