import { workspaceRoot } from "./run/workspace-root.js";
import { runSpecChanges } from "./spec-changes/run-spec-changes.js";

process.exitCode = await runSpecChanges(workspaceRoot, process.argv.slice(2), {
  out: (line) => console.log(line),
  error: (line) => console.error(line),
});
