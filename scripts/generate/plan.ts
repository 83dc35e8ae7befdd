import type { Options } from "prettier";
import { formatText } from "./format-text.js";
import type { LoadedSpec } from "./load-spec.js";
import { planPackage } from "./plan-package.js";
import { buildProviderModel } from "./provider-model.js";
import type { ProviderModel } from "./provider-model.js";
import { renderCliManifest } from "./render-cli-manifest.js";
import { renderContract } from "./render-contract.js";
import { exportsFile, renderExports } from "./render-exports.js";
import { renderPackageTable } from "./render-package-table.js";
import type { ListedPackage } from "./render-package-table.js";
import { renderRegistry } from "./render-registry.js";
import { SpecRefusedError } from "./spec-problem.js";
import type { SpecProblem } from "./spec-problem.js";

/** What the plan depends on beside the specs. */
export interface PlanSurroundings {
  /** Versions of the generated packages that are there already, by id. */
  versions: Readonly<Record<string, string>>;
  /** Folders of packages/ that the generator does not own. */
  handWritten: readonly string[];
  /** Those of them that are published. */
  handWrittenPackages: readonly ListedPackage[];
  /** Text of README.md, where there is one. */
  readme?: string;
  /** Text of packages/cli/package.json. */
  cliManifest: string;
  prettier: Options;
}

/** Every file that the generator owns, by its path from the repository's root. Depends on nothing but its arguments. */
export async function planFiles(
  specs: readonly LoadedSpec[],
  surroundings: PlanSurroundings,
): Promise<Map<string, string>> {
  const models = buildModels(specs, surroundings.handWritten);
  const plan = new Map<string, string>();
  for (const model of models) {
    const files = await planPackage(model, surroundings.versions[model.id] ?? "0.0.0", surroundings.prettier);
    for (const [file, text] of files) plan.set(file, text);
  }
  const registry = "packages/cli/src/providers.gen.ts";
  plan.set(registry, await formatText(registry, renderRegistry(models), surroundings.prettier));
  plan.set("packages/local-server/src/contract.gen.json", renderContract(models));
  const manifest = renderCliManifest(surroundings.cliManifest, models, surroundings.handWritten);
  plan.set("packages/cli/package.json", manifest);
  for (const model of models) plan.set(exportsFile(model.id), renderExports(model));
  const { readme, handWrittenPackages, prettier } = surroundings;
  if (readme !== undefined) {
    const text = renderPackageTable(readme, models, handWrittenPackages);
    plan.set("README.md", await formatText("README.md", text, prettier));
  }
  return plan;
}

function buildModels(specs: readonly LoadedSpec[], handWritten: readonly string[]): ProviderModel[] {
  const problems: SpecProblem[] = [];
  const models: ProviderModel[] = [];
  for (const spec of specs) {
    try {
      const model = buildProviderModel(spec);
      problems.push(...checkBesides(spec, model, models, handWritten));
      models.push(model);
    } catch (error) {
      if (!(error instanceof SpecRefusedError)) throw error;
      problems.push(...error.problems);
    }
  }
  if (problems.length > 0) throw new SpecRefusedError(problems);
  return models;
}

/** What is wrong with a provider only because of what else there is. */
function checkBesides(
  spec: LoadedSpec,
  model: ProviderModel,
  others: readonly ProviderModel[],
  handWritten: readonly string[],
): SpecProblem[] {
  const at = { file: spec.file, line: 1, mend: "rename the spec's folder" };
  const twin = others.find((other) => other.camelName === model.camelName);
  return [
    ...(twin ? [{ ...at, what: `${twin.id} and ${model.id} would both be called ${model.camelName}` }] : []),
    ...(handWritten.includes(model.id)
      ? [{ ...at, what: `packages/${model.id} is written by hand and would be overwritten` }]
      : []),
  ];
}
