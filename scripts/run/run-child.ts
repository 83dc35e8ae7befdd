import { spawn, type SpawnOptions } from "node:child_process";
import { constants } from "node:os";

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * Runs a program to its end and resolves to its exit code, 128 + n if signal n ended it. A terminal's Ctrl-C reaches
 * the child by itself, so this process only outlives it; other signals are passed on, as long as the child runs.
 */
export function runChild(command: string, args: readonly string[], options: SpawnOptions): Promise<number> {
  const child = spawn(command, args, options);
  const pass = (signal: NodeJS.Signals): void => {
    if (signal !== "SIGINT" || !process.stdin.isTTY) child.kill(signal);
  };
  for (const signal of SIGNALS) process.on(signal, pass);
  return new Promise<number>((resolve, reject) => {
    child.on("error", reject);
    child.on("exit", (code, signal) => resolve(code ?? 128 + (signal ? constants.signals[signal] : 1)));
  }).finally(() => {
    for (const signal of SIGNALS) process.off(signal, pass);
  });
}
