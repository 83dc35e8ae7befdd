import type { Options } from "prettier";
import { formatText } from "./format-text.js";
import type { ProviderModel } from "./provider-model.js";
import { renderClient } from "./render-client.js";
import { renderClientTest } from "./render-client-test.js";
import { renderManifest, renderTsconfig, tsupConfig, vitestConfig } from "./render-configs.js";
import { renderExample } from "./render-example.js";
import { renderIndex } from "./render-index.js";
import { renderJobApi } from "./render-job-api.js";
import { renderReadme } from "./render-readme.js";
import { renderSchema } from "./render-schema.js";
import { renderTypeTest } from "./render-type-test.js";

/** The files of a generated package whose names do not say that they are generated. */
export const plainFiles: readonly string[] = [
  "package.json",
  "README.md",
  "tsconfig.json",
  "tsup.config.ts",
  "vitest.config.ts",
];

/** The whole package of one API. */
export async function planPackage(
  model: ProviderModel,
  version: string,
  prettier: Options,
): Promise<Map<string, string>> {
  const specFile = `specs/${model.id}/openapi.yaml`;
  const folder = `packages/${model.id}`;
  const files = new Map<string, string>();
  const add = async (name: string, text: string): Promise<string> => {
    const formatted = await formatText(`${folder}/${name}`, text, prettier);
    files.set(`${folder}/${name}`, formatted);
    return formatted;
  };
  await add("package.json", renderManifest(model, version));
  await add("tsconfig.json", renderTsconfig(model));
  await add("tsup.config.ts", tsupConfig);
  await add("vitest.config.ts", vitestConfig);
  await add("src/schema.gen.ts", await renderSchema(specFile, model.document));
  await add("src/job-api.gen.ts", renderJobApi(specFile, model));
  await add("src/client.gen.ts", renderClient(specFile, model));
  await add("src/index.gen.ts", renderIndex(specFile, model));
  await add("test/handle.test-d.gen.ts", renderTypeTest(specFile, model));
  await add("test/client.test.gen.ts", renderClientTest(specFile, model));
  const examples = new Map<string, string>();
  for (const kind of model.kinds) {
    examples.set(kind.id, await add(`examples/${kind.id}.gen.ts`, renderExample(model, kind)));
  }
  await add("README.md", renderReadme(model, examples));
  return files;
}
