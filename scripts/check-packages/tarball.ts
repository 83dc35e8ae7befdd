import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createPackageFromTarballData, type Package } from "@arethetypeswrong/core";
import type { Manifest, PublicPackage } from "./public-packages.js";
import { runQuietly } from "./run-quietly.js";

export interface Tarball {
  id: string;
  path: string;
  bytes: Uint8Array;
  /** As published: pnpm has replaced the workspace's and the catalog's ranges. */
  manifest: Manifest;
  /** Paths inside the package. */
  files: string[];
  read(file: string): string;
  types: Package;
}

/** Packs a package as a release would. */
export async function packTarball({ id, folder, manifest }: PublicPackage, into: string): Promise<Tarball> {
  await runQuietly("pnpm", ["pack", "--pack-destination", into], { cwd: folder });
  const path = join(into, `${manifest.name.replace("@", "").replace("/", "-")}-${manifest.version}.tgz`);
  const bytes = readFileSync(path);
  const types = createPackageFromTarballData(bytes);
  const prefix = `/node_modules/${manifest.name}/`;
  const read = (file: string): string => types.readFile(`${prefix}${file}`);
  return {
    id,
    path,
    bytes,
    manifest: JSON.parse(read("package.json")) as Manifest,
    files: types.listFiles().map((file) => file.slice(prefix.length)),
    read,
    types,
  };
}
