import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import type { Options } from "prettier";
import type { PlanSurroundings } from "./plan.js";

/** A package is the generator's if it has this file. */
const marker = path.join("src", "index.gen.ts");

/** Reads what the plan depends on beside the specs. */
export function readSurroundings(root: string): PlanSurroundings {
  const packages = listPackages(root);
  const isGenerated = (id: string): boolean => existsSync(path.join(root, "packages", id, marker));
  return {
    versions: Object.fromEntries(packages.filter(isGenerated).flatMap((id) => versionOf(root, id))),
    handWritten: packages.filter((id) => !isGenerated(id)),
    cliManifest: readFileSync(path.join(root, "packages/cli/package.json"), "utf8"),
    prettier: JSON.parse(readFileSync(path.join(root, ".prettierrc.json"), "utf8")) as Options,
  };
}

/** Folders of packages/ that hold a package. */
export function listPackages(root: string): string[] {
  return readdirSync(path.join(root, "packages"))
    .filter((id) => existsSync(path.join(root, "packages", id, "package.json")))
    .sort();
}

function versionOf(root: string, id: string): [string, string][] {
  const text = readFileSync(path.join(root, "packages", id, "package.json"), "utf8");
  const { version } = JSON.parse(text) as { version?: unknown };
  return typeof version === "string" ? [[id, version]] : [];
}
