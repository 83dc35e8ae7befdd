import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

export interface PublicPackage {
  /** The folder's name under packages/. */
  id: string;
  folder: string;
  manifest: Manifest;
}

export interface Manifest {
  name: string;
  version: string;
  private?: boolean;
  engines?: { node?: string };
  exports?: Record<string, unknown>;
  bin?: Record<string, string>;
  [field: string]: unknown;
}

/** The packages that a release publishes, in alphabetical order. */
export function listPublicPackages(workspaceRoot: string): PublicPackage[] {
  const packages = join(workspaceRoot, "packages");
  return readdirSync(packages)
    .sort()
    .filter((id) => existsSync(join(packages, id, "package.json")))
    .map((id) => ({ id, folder: join(packages, id), manifest: readManifest(join(packages, id)) }))
    .filter(({ manifest }) => manifest.private !== true);
}

function readManifest(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as Manifest;
}
