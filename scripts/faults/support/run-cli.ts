import { spawn } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { cliPath } from "../../run/cli-path.js";
import type { FaultContext } from "../fault-row.js";

export interface CliRun {
  /** Null where a signal ended it. */
  exit: number | null;
  /** Byte by byte, one character each. */
  stdout: string;
  stderr: string;
}

export interface CliOptions {
  env?: Record<string, string>;
  /** Written to stdin, which is then closed. */
  input?: string;
}

/** Runs the built command line in `<folder>/work`, with a home of its own. Killed with the row. */
export function runCli(
  { folder, onEnd }: FaultContext,
  words: readonly string[],
  { env = {}, input = "" }: CliOptions = {},
): Promise<CliRun> {
  const cwd = join(folder, "work");
  mkdirSync(cwd, { recursive: true });
  const child = spawn(process.execPath, [cliPath, ...words], {
    cwd,
    env: { PATH: process.env["PATH"] ?? "", HOME: join(folder, "home"), ...env },
  });
  onEnd(() => child.kill("SIGKILL"));
  const text = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"] as const)
    child[name].setEncoding("latin1").on("data", (chunk: string) => (text[name] += chunk));
  child.stdin.on("error", () => {}).end(input);
  return new Promise((resolve, reject) => {
    child.on("error", reject).on("close", (exit) => resolve({ exit, ...text }));
  });
}
