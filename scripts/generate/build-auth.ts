import type { Credential } from "../../packages/jobs-core/src/job-api.js";
import { inXJob } from "./model-context.js";
import type { ModelContext } from "./model-context.js";
import { resolveReference } from "./openapi-document.js";
import type { SecurityRequirement, SecurityScheme } from "./openapi-document.js";
import type { SpecOperation } from "./spec-operation.js";

/** What carries the key: the first way in that a client can go. */
export function buildAuth(context: ModelContext): Credential[] {
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
  const auth = Object.entries(chosen ?? {}).flatMap(
    ([name, scopes]) => credentialOf(context, name, scopes) ?? [],
  );
  if (context.xJob.token && !auth.some((each) => "tokenUrl" in each)) {
    context.refuse(
      inXJob("token"),
      "x-job.token says how a token is asked for, and the key is changed for none",
      "leave it out, or declare `type: oauth2` with clientCredentials",
    );
  }
  if (chosen) return auth;
  const names = [...new Set(requirements.flatMap((requirement) => Object.keys(requirement)))];
  if (names.length === 0) return [];
  context.refuse(
    ["security"],
    `no security scheme of ${names.join(", ")} is supported`,
    "use `type: http` with bearer, basic or a scheme of its own, `type: apiKey` in header, query or cookie, or `type: oauth2` with clientCredentials",
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
  const usable = context.document.security?.filter((requirement) => {
    const credentials = Object.entries(requirement).map(([name, scopes]) =>
      credentialOf(context, name, scopes),
    );
    // A token is asked for with the whole key.
    const isAlone = credentials.length === 1 || credentials.every((each) => each && !("tokenUrl" in each));
    return credentials.length > 0 && isAlone && credentials.every((credential) => credential !== undefined);
  });
  // A browser lets no program set a cookie.
  return usable?.find((requirement) => !hasCookie(context, requirement)) ?? usable?.[0];
}

function hasCookie(context: ModelContext, requirement: SecurityRequirement): boolean {
  return Object.entries(requirement).some(([name, scopes]) => {
    const credential = credentialOf(context, name, scopes);
    return credential && "header" in credential && credential.header === "Cookie";
  });
}

function credentialOf(
  context: ModelContext,
  name: string,
  scopes: readonly string[],
): Credential | undefined {
  const reference = context.document.components?.securitySchemes?.[name];
  if (!reference) return undefined;
  const scheme = resolveReference<SecurityScheme>(context.document, reference);
  if (scheme.type === "http" && scheme.scheme) return headerOf(scheme.scheme);
  if (scheme.type === "apiKey" && scheme.name && scheme.in === "header")
    return { header: scheme.name, prefix: "" };
  if (scheme.type === "apiKey" && scheme.name && scheme.in === "query") return { query: scheme.name };
  if (scheme.type === "apiKey" && scheme.name && scheme.in === "cookie")
    return { header: "Cookie", prefix: `${scheme.name}=` };
  const tokenUrl = scheme.flows?.clientCredentials?.tokenUrl;
  if (scheme.type !== "oauth2" || tokenUrl === undefined) return undefined;
  return {
    tokenUrl: fromServer(context, tokenUrl),
    scope: scopes.join(" "),
    ...(context.xJob.token?.clientSecret === "form" && { inForm: true as const }),
  };
}

function headerOf(scheme: string): Credential | undefined {
  const word = scheme.toLowerCase();
  // These are answers to a challenge, or have a signature of the request in them.
  if (
    [
      "digest",
      "hoba",
      "mutual",
      "negotiate",
      "oauth",
      "scram-sha-1",
      "scram-sha-256",
      "vapid",
      "dpop",
      "gnap",
    ].includes(word)
  )
    return undefined;
  if (word === "basic") return { header: "Authorization", prefix: "Basic ", basic: true };
  return { header: "Authorization", prefix: `${word === "bearer" ? "Bearer" : scheme} ` };
}

/** Relative to the server where it is on it, so that another base URL has it too. */
function fromServer({ document }: ModelContext, url: string): string {
  const server = document.servers?.[0]?.url.replace(/\/+$/, "");
  return server !== undefined && url.startsWith(`${server}/`) ? url.slice(server.length + 1) : url;
}
