import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Drift } from "./find-drift.js";

/** Makes the files on disk what the plan says: writes what is changed or missing, removes what is orphaned. */
export function applyPlan(root: string, plan: ReadonlyMap<string, string>, drift: readonly Drift[]): void {
  for (const { file, how } of drift) {
    const target = path.join(root, file);
    if (how === "orphaned") {
      rmSync(target);
      continue;
    }
    mkdirSync(path.dirname(target), { recursive: true });
    writeFileSync(target, plan.get(file) ?? "");
  }
}
