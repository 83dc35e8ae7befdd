import { publishTwin } from "./release/publish-twin.js";
import { runRelease } from "./release/run-release.js";
import { runPnpm } from "./run/run-pnpm.js";
import { workspaceRoot } from "./run/workspace-root.js";

// For changesets and pnpm, which publish through npm's settings.
process.env["NPM_CONFIG_PROVENANCE"] = "true";
process.exitCode = await runRelease(
  workspaceRoot,
  process.argv.slice(2),
  process.env,
  { out: (line) => console.log(line), error: (line) => console.error(line) },
  {
    // The release workflow reads from stdout which versions have gone out.
    pnpm: (args) => runPnpm(args, workspaceRoot, 1),
    publishTwin,
  },
);
