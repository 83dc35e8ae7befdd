import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { cliPath } from "../../../run/cli-path.js";
import type { FaultContext } from "../../fault-row.js";

export interface StartOptions {
  env?: Record<string, string>;
  /** Written to stdin, which is then closed. */
  input?: string | Uint8Array;
  /** Another build of the command line. */
  program?: string;
  /** Below the row's folder; each home has a state of its own. */
  home?: string;
}

export interface CliEnd {
  /** Null where a signal that it does not catch ended it. */
  exit: number | null;
  /** Byte by byte, one character each. */
  stdout: string;
  stderr: string;
}

/** A command line at work. */
export interface RunningCli {
  child: ChildProcess;
  /** When it ended; killed with the row. */
  done: Promise<CliEnd>;
  stderr(): string;
}

/** Starts the command line in `<folder>/work`, without waiting for its end. */
export function startCli(
  { folder, onEnd }: FaultContext,
  words: readonly string[],
  { env = {}, input = "", program = cliPath, home = "home" }: StartOptions = {},
): RunningCli {
  const cwd = join(folder, "work");
  mkdirSync(cwd, { recursive: true });
  const child = spawn(process.execPath, [program, ...words], {
    cwd,
    env: { PATH: process.env["PATH"] ?? "", HOME: join(folder, home), TMPDIR: folder, ...env },
  });
  onEnd(() => child.kill("SIGKILL"));
  const text = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"] as const)
    child[name].setEncoding("latin1").on("data", (chunk: string) => (text[name] += chunk));
  child.stdin.on("error", () => {}).end(input);
  const done = new Promise<CliEnd>((resolve, reject) => {
    child.on("error", reject).on("close", (exit) => resolve({ exit, ...text }));
  });
  done.catch(() => {});
  return { child, done, stderr: () => text.stderr };
}
