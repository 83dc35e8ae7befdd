import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import type { Options } from "prettier";
import type { PlanSurroundings } from "./plan.js";
import type { ListedPackage } from "./render-package-table.js";

/** A package is the generator's if it has this file. */
const marker = path.join("src", "index.gen.ts");

/** Reads what the plan depends on beside the specs. */
export function readSurroundings(root: string): PlanSurroundings {
  const packages = listPackages(root);
  const isGenerated = (id: string): boolean => existsSync(path.join(root, "packages", id, marker));
  return {
    versions: Object.fromEntries(packages.filter(isGenerated).flatMap((id) => versionOf(root, id))),
    handWritten: packages.filter((id) => !isGenerated(id)),
    handWrittenPackages: packages.filter((id) => !isGenerated(id)).flatMap((id) => listedPackage(root, id)),
    cliManifest: readFileSync(path.join(root, "packages/cli/package.json"), "utf8"),
    ...(existsSync(path.join(root, "README.md")) && {
      readme: readFileSync(path.join(root, "README.md"), "utf8"),
    }),
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
  const { version } = manifestOf(root, id);
  return version === undefined ? [] : [[id, version]];
}

/** What README says of a package; nothing of one that is not published. */
function listedPackage(root: string, id: string): ListedPackage[] {
  const { name = id, description = "", private: isPrivate } = manifestOf(root, id);
  return isPrivate === true ? [] : [{ id, name, description }];
}

function manifestOf(root: string, id: string): Manifest {
  return JSON.parse(readFileSync(path.join(root, "packages", id, "package.json"), "utf8")) as Manifest;
}

interface Manifest {
  name?: string;
  version?: string;
  description?: string;
  private?: boolean;
}
