/** `pnpm bench:waits [--waits N] [--seconds N]`: builds jobs-core, then waits for many jobs at once and measures that. */
import { buildPackages } from "./run/build-packages.js";
import { runChild } from "./run/run-child.js";
import { workspaceRoot } from "./run/workspace-root.js";

if ((await buildPackages("@docjobs/jobs-core")) !== 0) process.exit(1);
process.exit(
  await runChild(
    process.execPath,
    ["--import", "tsx", "packages/jobs-core/bench/waits.ts", ...process.argv.slice(2)],
    { cwd: workspaceRoot, stdio: "inherit" },
  ),
);
