import { spawn, type SpawnOptions } from "node:child_process";
import { constants } from "node:os";

/**
 * Runs a program to its end and resolves to its exit code, 128 + n if signal n ended it. A terminal's Ctrl-C reaches
 * the child by itself, so this process only outlives it; other signals are passed on.
 */
export function runChild(command: string, args: readonly string[], options: SpawnOptions): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, options);
    const ignore = (): void => undefined;
    const pass = (signal: NodeJS.Signals): void => void child.kill(signal);
    process
      .on("SIGINT", process.stdin.isTTY ? ignore : pass)
      .on("SIGTERM", pass)
      .on("SIGHUP", pass);
    child.on("error", reject);
    child.on("exit", (code, signal) => resolve(code ?? 128 + (signal ? constants.signals[signal] : 1)));
  });
}
