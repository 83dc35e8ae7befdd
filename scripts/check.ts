/** `pnpm check`: every check runs, so that one call shows all there is to mend. */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { runTurbo } from "./run/run-turbo.js";
import { runChild } from "./run/run-child.js";
import { workspaceRoot } from "./run/workspace-root.js";

interface Check {
  name: string;
  mend: string;
  run(): Promise<number>;
}

const checks: Check[] = [
  {
    name: "format",
    mend: "pnpm format",
    run: () => runTool("prettier", ["--check", "--log-level=warn", "."]),
  },
  {
    name: "lint",
    mend: "pnpm lint --fix, or see the lines above",
    run: () => runTool("tsx", ["scripts/lint.ts"]),
  },
  { name: "specs", mend: "see the lines above", run: lintSpecs },
  { name: "drift", mend: "pnpm generate", run: () => runTool("tsx", ["scripts/generate.ts", "--check"]) },
  {
    name: "changesets",
    mend: "pnpm spec-changes --write",
    run: () => runTool("tsx", ["scripts/spec-changes.ts", "--check"]),
  },
  {
    name: "dead code",
    mend: "remove what the lines above name, or say in scripts/knip.jsonc who uses it",
    run: () =>
      runChild(join(workspaceRoot, "scripts/node_modules/.bin/knip"), ["--config", "scripts/knip.jsonc"], {
        cwd: workspaceRoot,
        stdio: "inherit",
      }),
  },
  {
    name: "types",
    mend: "see the lines above",
    run: () => runTurbo(["run", "types", "--output-logs=errors-only"]),
  },
];

const failed: Check[] = [];
for (const check of checks) {
  process.stderr.write(`\n> ${check.name}\n`);
  const code = await check.run();
  // Ctrl-C ends the whole command, not one check of it.
  if (code === 130) process.exit(code);
  if (code !== 0) failed.push(check);
}
for (const { name, mend } of failed) console.log(`${name} failed: ${mend}`);
console.log(`${checks.length - failed.length} of ${checks.length} checks passed`);
process.exitCode = failed.length > 0 ? 1 : 0;

function lintSpecs(): Promise<number> {
  const specs = readdirSync(join(workspaceRoot, "specs"), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== "shared")
    .map((entry) => `specs/${entry.name}/openapi.yaml`);
  return runTool("redocly", ["lint", "--config", "specs/redocly.yaml", ...specs], {
    REDOCLY_TELEMETRY: "off",
    REDOCLY_SUPPRESS_UPDATE_NOTICE: "true",
  });
}

function runTool(name: string, args: string[], env: Record<string, string> = {}): Promise<number> {
  return runChild(join(workspaceRoot, "node_modules/.bin", name), args, {
    cwd: workspaceRoot,
    stdio: "inherit",
    env: { ...process.env, ...env },
  });
}
