import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findSpecs } from "../generate/find-specs.js";
import { runChild } from "../run/run-child.js";
import { readTestResults } from "../run/test-results.js";
import { workspaceRoot } from "../run/workspace-root.js";
import type { SmokeResult } from "./smoke.js";

/** Runs the tests of jobs-core and of every client, and the network's fault rows, with another Node; one result each. */
export async function runSuites(node: string): Promise<SmokeResult[]> {
  const folder = mkdtempSync(join(tmpdir(), "docjobs-runtimes-"));
  const results: SmokeResult[] = [];
  try {
    for (const name of ["jobs-core", ...findSpecs(workspaceRoot)]) {
      const cwd = join(workspaceRoot, "packages", name);
      const report = join(folder, `${name}.json`);
      const vitest = ["node_modules/vitest/vitest.mjs", "run", "--reporter=json", `--outputFile=${report}`];
      await runChild(node, vitest, { cwd, stdio: ["ignore", "ignore", "ignore"] });
      const { passed, failed, missing } = readTestResults(report);
      const isGood = passed > 0 && failed === 0 && !missing;
      const told = missing ? "no results" : `${passed} passed, ${failed} failed`;
      results.push({ name: `tests of ${name}`, ...(!isGood && { problem: told }) });
    }
    const faults = ["--import", "tsx", "scripts/faults.ts", "N", "--json", join(folder, "faults.json")];
    const code = await runChild(node, faults, { cwd: workspaceRoot, stdio: ["ignore", 2, 2] });
    results.push({ name: "faults N01-N95", ...(code !== 0 && { problem: `exit code ${code}` }) });
    return results;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
