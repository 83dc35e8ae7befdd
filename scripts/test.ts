/**
 * `pnpm test [package…]`: builds and tests the packages, then adds up their results and closes with the line
 * `N passed, N failed`.
 */
import { rmSync } from "node:fs";
import { runTurbo } from "./run/run-turbo.js";
import { listTestedPackages, readTestResults } from "./run/test-results.js";

const only = process.argv.slice(2);
const packages = listTestedPackages().filter(({ name }) => only.length === 0 || only.includes(name));
if (packages.length === 0) {
  process.stderr.write(`No such package: ${only.join(" ")}. Give names such as @docjobs/jobs-core.\n`);
  process.exit(2);
}
for (const { resultsPath } of packages) rmSync(resultsPath, { force: true });
const code = await runTurbo([
  "run",
  "test",
  ...packages.map(({ name }) => `--filter=${name}`),
  "--output-logs=new-only",
  "--continue",
  "--concurrency=2",
]);
const results = packages.map(({ name, resultsPath }) => ({ name, ...readTestResults(resultsPath) }));
for (const { name, passed, failed, missing } of results) {
  console.log(`${name.padEnd(26)} ${missing ? "no results" : `${passed} passed, ${failed} failed`}`);
}
const passed = results.reduce((sum, result) => sum + result.passed, 0);
const failed = results.reduce((sum, result) => sum + result.failed + (result.missing ? 1 : 0), 0);
console.log(`\n${passed} passed, ${failed} failed`);
process.exitCode = code !== 0 || failed > 0 || passed === 0 ? 1 : 0;
