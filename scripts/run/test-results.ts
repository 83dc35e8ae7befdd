import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { workspaceRoot } from "./workspace-root.js";

export interface TestedPackage {
  name: string;
  resultsPath: string;
}

export interface TestResults {
  passed: number;
  failed: number;
  /** True if the test run ended before it wrote results. */
  missing: boolean;
}

/** The workspace packages with a test script. */
export function listTestedPackages(): TestedPackage[] {
  const folders = readdirSync(join(workspaceRoot, "packages")).map((name) => join("packages", name));
  return [...folders, "scripts"].flatMap((folder) => {
    const manifestPath = join(workspaceRoot, folder, "package.json");
    if (!existsSync(manifestPath)) return [];
    const manifest = JSON.parse(readFileSync(manifestPath, "utf8")) as {
      name: string;
      scripts?: Record<string, string>;
    };
    if (!manifest.scripts?.["test"]) return [];
    return [{ name: manifest.name, resultsPath: join(workspaceRoot, folder, ".vitest/results.json") }];
  });
}

/** Reads what vitest's JSON reporter wrote. */
export function readTestResults(resultsPath: string): TestResults {
  if (!existsSync(resultsPath)) return { passed: 0, failed: 0, missing: true };
  const report = JSON.parse(readFileSync(resultsPath, "utf8")) as {
    numPassedTests: number;
    numFailedTests: number;
    numFailedTestSuites: number;
    numTotalTests: number;
  };
  // A file that fails to load counts as a failed suite without a failed test.
  const failed = report.numFailedTests || (report.numFailedTestSuites > 0 ? 1 : 0);
  return { passed: report.numPassedTests, failed, missing: false };
}
