/** `pnpm lint [--fix] [path…]`: the house's rules on the sources; without a path, on all of them. */
import { ESLint } from "eslint";
import { planLint } from "./lint/lint-config.js";
import { runTurbo } from "./run/run-turbo.js";
import { workspaceRoot } from "./run/workspace-root.js";

// Some rules need the types of other packages, which are built.
if ((await runTurbo(["run", "build:types", "--output-logs=errors-only"], ["ignore", "ignore", 2])) !== 0)
  process.exit(1);
const fix = process.argv.includes("--fix");
const paths = process.argv.slice(2).filter((argument) => argument !== "--fix");
const eslint = new ESLint({
  cwd: workspaceRoot,
  overrideConfigFile: true,
  overrideConfig: planLint(workspaceRoot, { typed: true }),
  fix,
});
const results = await eslint.lintFiles(paths.length > 0 ? paths : ["packages", "scripts"]);
if (fix) await ESLint.outputFixes(results);
const formatter = await eslint.loadFormatter("stylish");
process.stdout.write(await formatter.format(results));
process.exitCode = results.some(({ errorCount, fatalErrorCount }) => errorCount + fatalErrorCount > 0)
  ? 1
  : 0;
