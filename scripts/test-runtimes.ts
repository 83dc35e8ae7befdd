/**
 * `pnpm test:runtimes [name…]`: jobs-core, the clients and batches on PostgreSQL on other Nodes, the clients in Deno, Bun and
 * Chromium. With names, a runtime that cannot be had is a failure; without, it is skipped and said so.
 */
import { findSpecs } from "./generate/find-specs.js";
import { runTurbo } from "./run/run-turbo.js";
import { workspaceRoot } from "./run/workspace-root.js";

const only = process.argv.slice(2).filter((word) => word !== "--");
const packages = [...findSpecs(workspaceRoot), "batch"].map((id) => `--filter=@docjobs/${id}...`);
if ((await runTurbo(["run", "build", "build:types", ...packages, "--output-logs=errors-only"])) !== 0)
  process.exit(1);
const { runtimes } = await import("./runtimes/runtimes.js");
const chosen = runtimes.filter(({ name }) => only.length === 0 || only.includes(name));
if (chosen.length < Math.max(only.length, 1)) {
  console.error(`There are ${runtimes.map(({ name }) => name).join(", ")}.`);
  process.exit(2);
}
let failed = 0;
let skipped = 0;
for (const { name, find, run } of chosen) {
  const version = find();
  if (version === undefined) {
    if (only.length > 0) failed++;
    else skipped++;
    console.log(`${name}: not on this machine, and npm has none`);
    continue;
  }
  const results = await run().catch((error: unknown) => [{ name: "the run itself", problem: String(error) }]);
  const problems = results.filter(({ problem }) => problem !== undefined);
  failed += problems.length > 0 ? 1 : 0;
  console.log(`${name} (${version}): ${results.length - problems.length} of ${results.length} passed`);
  for (const { name: what, problem } of problems) console.log(`  ${what}: ${problem}`);
}
console.log(`runtimes: ${chosen.length - failed - skipped} passed, ${failed} failed, ${skipped} skipped`);
process.exit(failed > 0 ? 1 : 0);
