import { readFileSync } from "node:fs";
import path from "node:path";
import type { Options } from "prettier";
import { parse } from "yaml";
import { formatText } from "../generate/format-text.js";
import { planPackage } from "../generate/plan-package.js";
import { buildProviderModel } from "../generate/provider-model.js";
import type { LoadedSpec } from "../generate/load-spec.js";

export interface StandaloneNames {
  /** The package's name. */
  name: string;
  /** What package.json says of jobs-core: a version range or `file:` path. */
  jobsCore: string;
}

interface Manifest {
  scripts: Record<string, string>;
  dependencies: Record<string, string>;
  devDependencies: Record<string, string>;
}

/** The files of a package that needs nothing of the repository, by their paths in its folder. */
export async function planStandalone(
  root: string,
  spec: LoadedSpec,
  { name, jobsCore }: StandaloneNames,
): Promise<Map<string, string>> {
  const prettier = JSON.parse(readFileSync(path.join(root, ".prettierrc.json"), "utf8")) as Options;
  const folder = `packages/${spec.id}/`;
  const plan = await planPackage(buildProviderModel(spec), "0.1.0", prettier);
  const files = new Map<string, string>();
  for (const [file, text] of plan) {
    const short = file.slice(folder.length);
    const renamed = rename(text, spec.id, name);
    files.set(short, await formatText(short, adapt(root, short, renamed, jobsCore), prettier));
  }
  files.set(".gitignore", "node_modules/\ndist/\n.vitest/\n");
  return files;
}

function adapt(root: string, file: string, text: string, jobsCore: string): string {
  if (file === "package.json") return adaptManifest(root, text, jobsCore);
  if (file === "tsconfig.json") return adaptTsconfig(root, text);
  return text;
}

function rename(text: string, id: string, name: string): string {
  return text
    .replaceAll(`specs/${id}/openapi.yaml`, "openapi.yaml")
    .replaceAll("`pnpm generate`", "`pnpm new-provider`")
    .replaceAll(`@docjobs/${id}`, name);
}

/** Versions of the workspace's catalog instead of references to it, and one build for code and declarations. */
function adaptManifest(root: string, text: string, jobsCore: string): string {
  const manifest = JSON.parse(text) as Manifest;
  const { catalog } = parse(readFileSync(path.join(root, "pnpm-workspace.yaml"), "utf8")) as {
    catalog: Record<string, string>;
  };
  const versionOf = ([dependency, range]: [string, string]): [string, string] => {
    if (dependency === "@docjobs/jobs-core") return [dependency, jobsCore];
    return [dependency, range === "catalog:" ? `^${catalog[dependency] ?? "0.0.0"}` : range];
  };
  const resolve = (dependencies: Record<string, string>) =>
    Object.fromEntries(Object.entries(dependencies).map(versionOf));
  const { "build:types": _, ...scripts } = manifest.scripts;
  return JSON.stringify({
    ...manifest,
    scripts: { ...scripts, build: "tsup" },
    dependencies: resolve(manifest.dependencies),
    devDependencies: resolve(manifest.devDependencies),
  });
}

function adaptTsconfig(root: string, text: string): string {
  const {
    extends: _,
    compilerOptions,
    ...rest
  } = JSON.parse(text) as { extends: string; compilerOptions: object };
  const base = JSON.parse(readFileSync(path.join(root, "tsconfig.base.json"), "utf8")) as {
    compilerOptions: object;
  };
  return JSON.stringify({ compilerOptions: { ...base.compilerOptions, ...compilerOptions }, ...rest });
}
