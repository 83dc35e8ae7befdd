import type { StdioOptions } from "node:child_process";
import { join } from "node:path";
import { runChild } from "./run-child.js";
import { workspaceRoot } from "./workspace-root.js";

/** Runs turbo; resolves to its exit code. By default everything it prints goes to stderr. */
export function runTurbo(args: readonly string[], stdio: StdioOptions = ["ignore", 2, 2]): Promise<number> {
  return runChild(join(workspaceRoot, "node_modules/.bin/turbo"), [...args, "--no-update-notifier"], {
    cwd: workspaceRoot,
    stdio,
    env: { ...process.env, TURBO_TELEMETRY_DISABLED: "1", TURBO_PRINT_VERSION_DISABLED: "1" },
  });
}
