import { existsSync, readdirSync } from "node:fs";
import path from "node:path";

/** The providers are the folders of specs/ that hold an openapi.yaml, in alphabetical order. */
export function findSpecs(root: string): string[] {
  const specs = path.join(root, "specs");
  return readdirSync(specs)
    .filter((folder) => existsSync(path.join(specs, folder, "openapi.yaml")))
    .sort();
}
