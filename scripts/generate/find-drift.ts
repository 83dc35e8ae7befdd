import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { plainFiles } from "./plan-package.js";
import { exportsFile } from "./render-exports.js";

export interface Drift {
  file: string;
  how: "changed" | "missing" | "orphaned";
}

const skipped = new Set(["node_modules", "dist", ".turbo", ".vitest"]);

/** What the files on disk and the plan do not agree on, in the order of their paths. */
export function findDrift(root: string, plan: ReadonlyMap<string, string>): Drift[] {
  const drift: Drift[] = [];
  for (const [file, text] of plan) {
    const target = path.join(root, file);
    if (!existsSync(target)) drift.push({ file, how: "missing" });
    else if (readFileSync(target, "utf8") !== text) drift.push({ file, how: "changed" });
  }
  for (const file of listOwned(root)) {
    if (!plan.has(file)) drift.push({ file, how: "orphaned" });
  }
  return drift.sort((one, other) => (one.file < other.file ? -1 : 1));
}

/** The files on disk that only the generator can have written. */
function listOwned(root: string): string[] {
  return [...listOwnedInPackages(root), ...listOwnedExports(root)];
}

/** Lists of exports, but for those of packages that are written by hand. */
function listOwnedExports(root: string): string[] {
  const folder = path.dirname(exportsFile(""));
  if (!existsSync(path.join(root, folder))) return [];
  return readdirSync(path.join(root, folder))
    .filter((name) => !isHandWritten(path.join(root, "packages", path.parse(name).name)))
    .map((name) => `${folder}/${name}`);
}

function listOwnedInPackages(root: string): string[] {
  const packages = path.join(root, "packages");
  return readdirSync(packages, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap(({ name }) => {
      const named = listGenerated(path.join(packages, name)).map((file) => `packages/${name}/${file}`);
      const isGenerated = named.includes(`packages/${name}/src/index.gen.ts`);
      const plain = plainFiles.filter((file) => existsSync(path.join(packages, name, file)));
      return isGenerated ? [...named, ...plain.map((file) => `packages/${name}/${file}`)] : named;
    });
}

function isHandWritten(folder: string): boolean {
  return existsSync(path.join(folder, "package.json")) && !existsSync(path.join(folder, "src/index.gen.ts"));
}

function listGenerated(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (entry.isDirectory()) {
      if (skipped.has(entry.name)) return [];
      return listGenerated(path.join(folder, entry.name)).map((file) => `${entry.name}/${file}`);
    }
    return /\.gen\.(ts|json)$/.test(entry.name) ? [entry.name] : [];
  });
}
