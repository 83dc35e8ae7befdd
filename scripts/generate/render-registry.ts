import type { ProviderModel } from "./provider-model.js";
import { literal } from "./text.js";

/** packages/cli/src/providers.gen.ts: the APIs that the command line knows. */
export function renderRegistry(models: readonly ProviderModel[]): string {
  const imports = models.map((model) => `import { ${model.camelName}Api } from "@docjobs/${model.id}";`);
  const entries = models.map(
    ({ id, title, summary, camelName, operations }) =>
      `{ id: ${literal(id)}, title: ${literal(title)}, summary: ${literal(summary)}, api: ${camelName}Api, operations: ${literal(operations)} }`,
  );
  return `// Generated from specs/ by \`pnpm generate\`; edits are overwritten.
${imports.join("\n")}
import type { ProviderEntry } from "./provider-entry.js";

/** Every API that has a spec, in alphabetical order. */
export const providers: readonly ProviderEntry[] = [${entries.join(",\n")}];
`;
}
