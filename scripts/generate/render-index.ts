import type { ProviderModel } from "./provider-model.js";
import { banner } from "./text.js";

/** index.gen.ts: what the package exports. */
export function renderIndex(specFile: string, model: ProviderModel): string {
  const types = [
    `${model.pascalName}Client`,
    `${model.pascalName}Kinds`,
    ...model.kinds.map((kind) => kind.inputName),
  ];
  return `${banner(specFile)}export { ${model.camelName} } from "./client.gen.js";
export type { ${types.join(", ")} } from "./client.gen.js";
export { ${model.camelName}Api } from "./job-api.gen.js";
export type { components, operations, paths } from "./schema.gen.js";
`;
}
