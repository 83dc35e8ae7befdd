import { readFileSync } from "node:fs";
import path from "node:path";
import { loadSpec } from "../../generate/load-spec.js";
import { planFiles } from "../../generate/plan.js";
import type { PlanSurroundings } from "../../generate/plan.js";

export const repository: string = path.join(import.meta.dirname, "../../..");

/** A repository without any package. */
export const surroundings: PlanSurroundings = {
  versions: {},
  handWritten: [],
  handWrittenPackages: [],
  cliManifest: '{ "name": "cli" }\n',
  prettier: JSON.parse(readFileSync(path.join(repository, ".prettierrc.json"), "utf8")) as {
    printWidth: number;
  },
};

/** The plan for one spec of a folder that holds specs/. */
export async function planSpec(root: string, id: string): Promise<Map<string, string>> {
  return await planFiles([await loadSpec(root, id)], surroundings);
}

/** The folder with an invented API that is written to break out of generated code. */
export const hostileRoot: string = path.join(import.meta.dirname, "fixtures/hostile");
