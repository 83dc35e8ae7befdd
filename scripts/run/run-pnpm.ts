import path from "node:path";
import { runChild } from "./run-child.js";
import { workspaceRoot } from "./workspace-root.js";

/**
 * Runs the pnpm that this script was started with, or else any pnpm 12. What it prints goes to stderr, or to the given
 * descriptor.
 */
export function runPnpm(
  args: readonly string[],
  root: string = workspaceRoot,
  output: 1 | 2 = 2,
): Promise<number> {
  const [command, ...first] = pnpmCommand(process.env["npm_execpath"]);
  return runChild(command, [...first, ...args], { cwd: root, stdio: ["ignore", output, 2] });
}

/** The program and its first arguments. */
export function pnpmCommand(execPath: string | undefined): [string, ...string[]] {
  if (execPath === undefined || !path.basename(execPath).startsWith("pnpm")) return ["npx", "-y", "pnpm@12"];
  return /\.[cm]?js$/.test(execPath) ? [process.execPath, execPath] : [execPath];
}
