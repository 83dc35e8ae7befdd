import { spawn } from "node:child_process";
import type { LocalServerOptions } from "../../src/start-local-server.js";
import type { LocalWorkerOptions } from "../../src/start-local-worker.js";

/** A process of the built package, until it is killed with -9. */
export interface KillableProcess {
  /** Where it serves; empty for a worker. */
  url: string;
  kill(): Promise<void>;
}

const built = new URL("../../dist/index.js", import.meta.url).href;

/** Its kill is among the cleanups before it has started. */
type Cleanups = (() => Promise<unknown>)[];

/** Starts a server. */
export function startServerProcess(
  options: LocalServerOptions,
  cleanups: Cleanups,
): Promise<KillableProcess> {
  return startProcess("startLocalServer", options, cleanups);
}

/** Starts a process that only works. */
export function startWorkerProcess(
  options: LocalWorkerOptions,
  cleanups: Cleanups,
): Promise<KillableProcess> {
  return startProcess("startLocalWorker", options, cleanups);
}

async function startProcess(start: string, options: object, cleanups: Cleanups): Promise<KillableProcess> {
  const script = `
    const { ${start} } = await import(${JSON.stringify(built)});
    const started = await ${start}(${JSON.stringify(options)});
    console.log(started.url ?? "");`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", script], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const exited = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const kill = async (): Promise<void> => {
    child.kill("SIGKILL");
    await exited;
  };
  cleanups.push(kill);
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout.once("data", (line) => resolve(String(line).trim()));
    child.once("exit", (code) => reject(new Error(`the process ended with ${code} before it was ready`)));
  });
  return { url, kill };
}
