import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findSpecs } from "../generate/find-specs.js";
import { runChild } from "../run/run-child.js";
import { readTestResults } from "../run/test-results.js";
import { workspaceRoot } from "../run/workspace-root.js";
import type { SmokeResult } from "./smoke.js";

/** What several processes share in PostgreSQL; the rest of these tests takes long and asks nothing of a Node. */
const BATCH_TESTS = ["test/worker.test.ts", "test/shared-places.test.ts", "test/budget.test.ts"];

/**
 * Runs the tests of jobs-core, of every client, of the queue and of batches on PostgreSQL (whose pg-boss asks for Node 22),
 * and the network's fault rows, with another Node; one result each.
 */
export async function runSuites(node: string): Promise<SmokeResult[]> {
  const folder = mkdtempSync(join(tmpdir(), "docjobs-runtimes-"));
  const results: SmokeResult[] = [];
  try {
    for (const name of ["jobs-core", ...findSpecs(workspaceRoot), "work-queue", "batch"]) {
      const cwd = join(workspaceRoot, "packages", name);
      const report = join(folder, `${name}.json`);
      const vitest = ["node_modules/vitest/vitest.mjs", "run", "--reporter=json", `--outputFile=${report}`];
      if (name === "batch") vitest.push(...BATCH_TESTS);
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
