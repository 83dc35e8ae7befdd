import type { ProviderModel } from "./provider-model.js";

/** Where `pnpm check:packages` reads what a package is to export. */
export function exportsFile(id: string): string {
  return `scripts/check-packages/exports/${id}.txt`;
}

/** What a client exports, as `pnpm check:packages` lists it from the package that it has installed. */
export function renderExports({ camelName, pascalName, kinds }: ProviderModel): string {
  const lines = [
    `const ${camelName}Api`,
    `function ${camelName}(options?: ClientOptions) => ${pascalName}Client`,
    `type ${pascalName}Client`,
    `type ${pascalName}Kinds`,
    ...kinds.map(({ inputName }) => `type ${inputName}`),
    "type components",
    "type operations",
    "type paths",
  ];
  return `.\n${[...new Set(lines)]
    .sort()
    .map((line) => `  ${line}\n`)
    .join("")}`;
}
