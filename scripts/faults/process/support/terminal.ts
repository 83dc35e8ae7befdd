import { spawn, spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { cliPath } from "../../../run/cli-path.js";
import { type FaultContext, NotProvokedError } from "../../fault-row.js";

export interface TerminalRun {
  exit: number | null;
  /** What the terminal was sent, by both streams. */
  screen: string;
}

/** Runs the command line on a pseudo-terminal of its own, made by util-linux' `script`. */
export function runInTerminal(
  { folder, onEnd }: FaultContext,
  words: readonly string[],
  { env = {}, columns = 80 }: { env?: Record<string, string>; columns?: number } = {},
): Promise<TerminalRun> {
  if (spawnSync("script", ["--version"]).error)
    throw new NotProvokedError("there is no `script` to make a terminal");
  const cwd = join(folder, "work");
  mkdirSync(cwd, { recursive: true });
  const command = [process.execPath, cliPath, ...words].map((word) => `'${word}'`).join(" ");
  const size = `stty cols ${columns} rows ${columns === 0 ? 0 : 24}`;
  const child = spawn("script", ["-qec", `${size}; exec ${command}`, "/dev/null"], {
    cwd,
    env: {
      PATH: process.env["PATH"] ?? "",
      HOME: join(folder, "home"),
      TERM: "xterm",
      SHELL: "/bin/sh",
      ...env,
    },
    // A closed stdin would be passed on as the end of the terminal's input.
    stdio: ["pipe", "pipe", "ignore"],
  });
  onEnd(() => child.kill("SIGKILL"));
  let screen = "";
  child.stdout.setEncoding("latin1").on("data", (chunk: string) => (screen += chunk));
  return new Promise((resolve, reject) => {
    child.on("error", reject).on("close", (exit) => resolve({ exit, screen }));
  });
}
