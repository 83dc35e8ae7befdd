import { dereference } from "./dereference.js";
import type { ProviderModel } from "./provider-model.js";

/** Keys whose children have names of the spec's own, not OpenAPI's. */
const nameMaps = new Set([
  "paths",
  "responses",
  "content",
  "headers",
  "encoding",
  "securitySchemes",
  "variables",
  "properties",
  "patternProperties",
  "dependentSchemas",
  "$defs",
]);
/** What people read and a server does not. */
const prose = new Set(["description", "example", "examples", "externalDocs", "tags", "title"]);
const verbatim = new Set(["enum", "const", "default", "required", "security", "info"]);

/** packages/local-server/src/contract.gen.json: the paths of every API, without references and without prose. */
export function renderContract(models: readonly ProviderModel[]): string {
  const contract = Object.fromEntries(models.map((model) => [model.id, contractOf(model)]));
  return `${JSON.stringify(contract, undefined, 2)}\n`;
}

function contractOf({ document }: ProviderModel): unknown {
  const { openapi, info, servers, security, paths, components } = document;
  const { title, version } = info;
  const whole = {
    openapi,
    info: { title, version },
    servers,
    security,
    paths,
    components: { securitySchemes: components?.securitySchemes ?? {} },
  };
  return withoutProse(dereference(document, whole), "");
}

function withoutProse(value: unknown, key: string): unknown {
  if (Array.isArray(value)) return value.map((item) => withoutProse(item, ""));
  if (typeof value !== "object" || value === null || verbatim.has(key)) return value;
  const entries = Object.entries(value);
  if (nameMaps.has(key)) {
    return Object.fromEntries(
      entries.map(([name, child]) => [
        name,
        // OpenAPI requires a response to have a description.
        key === "responses"
          ? { description: "", ...(withoutProse(child, "") as object) }
          : withoutProse(child, ""),
      ]),
    );
  }
  return Object.fromEntries(
    entries
      .filter(([name]) => !prose.has(name) && !name.startsWith("x-"))
      .map(([name, child]) => [name, withoutProse(child, name)]),
  );
}
