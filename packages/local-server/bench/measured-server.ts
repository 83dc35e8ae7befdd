import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A built server in a process of its own, watched from outside. */
export interface MeasuredServer {
  url: string;
  /** Resident megabytes now, and the most there were since the last call of `resetPeak`. */
  memory(): Promise<{ nowMb: number; peakMb: number }>;
  resetPeak(): Promise<void>;
  openFiles(): Promise<number>;
  /** kill -9. */
  kill(): Promise<void>;
}

const builtServer = new URL("../dist/index.js", import.meta.url).href;

export async function startMeasured(dataDirectory: string): Promise<MeasuredServer> {
  const script = `
    const { startLocalServer } = await import(${JSON.stringify(builtServer)});
    const server = await startLocalServer({ dataDirectory: ${JSON.stringify(dataDirectory)} });
    console.log(server.url);`;
  const child: ChildProcess = spawn(process.execPath, ["--input-type=module", "-e", script], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const exited = new Promise((resolve) => child.once("exit", resolve));
  const url = await new Promise<string>((resolve) =>
    child.stdout?.once("data", (line) => resolve(String(line).trim())),
  );
  const proc = `/proc/${child.pid}`;
  const statusMb = async (field: string): Promise<number> => {
    const status = await readFile(`${proc}/status`, "utf8");
    return Math.round(Number(new RegExp(`${field}:\\s+(\\d+)`).exec(status)?.[1]) / 1024);
  };
  return {
    url,
    memory: async () => ({ nowMb: await statusMb("VmRSS"), peakMb: await statusMb("VmHWM") }),
    async resetPeak() {
      // 5 resets the peak (man 5 proc).
      await writeFile(`${proc}/clear_refs`, "5").catch(() => undefined);
    },
    openFiles: async () => (await readdir(`${proc}/fd`)).length,
    async kill() {
      child.kill("SIGKILL");
      await exited;
    },
  };
}

export async function withFolder(work: (directory: string) => Promise<void>): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), "docjobs-bench-"));
  try {
    await work(directory);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

export function percentile(values: number[], share: number): number {
  const ordered = [...values].sort((a, b) => a - b);
  return Math.round(ordered[Math.min(ordered.length - 1, Math.floor(share * ordered.length))] ?? 0);
}
