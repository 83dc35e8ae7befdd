import { existsSync } from "node:fs";
import { join } from "node:path";
import type { PublicPackage } from "../check-packages/public-packages.js";

export interface Library {
  name: string;
  description: string;
  folder: string;
  /** Sources of the entries. */
  entries: string[];
}

/** The packages that are imported, with the sources of their entries. */
export function listLibraries(packages: readonly PublicPackage[]): Library[] {
  return packages.flatMap(({ folder, manifest }) => {
    const entries = Object.keys(manifest.exports ?? {}).flatMap((entry) => sourceOf(folder, entry) ?? []);
    const { name, description } = manifest;
    return entries.length > 0 ? [{ name, description: String(description ?? ""), folder, entries }] : [];
  });
}

function sourceOf(folder: string, entry: string): string | undefined {
  const name = entry === "." ? "index" : entry.slice(2);
  return [`src/${name}.ts`, `src/${name}.gen.ts`]
    .map((file) => join(folder, file))
    .find((file) => existsSync(file));
}
