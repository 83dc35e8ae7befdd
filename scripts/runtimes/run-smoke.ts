import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildSmoke } from "./build-smoke.js";
import { startSmokeServer } from "./smoke-server.js";
import type { SmokeResult } from "./smoke.js";

/** The command that runs a program, given its file and the page that holds it; the folder is the process's own. */
export type SmokeCommand = (place: {
  file: string;
  pageUrl: string;
  folder: string;
}) => [string, ...string[]];

const LIMIT_MS = 120_000;

/** Runs the checks in another runtime, which reports over HTTP. Throws where no report comes. */
export async function runSmoke(command: SmokeCommand): Promise<SmokeResult[]> {
  const folder = mkdtempSync(join(tmpdir(), "docjobs-smoke-"));
  const server = await startSmokeServer(await buildSmoke());
  const file = join(folder, "program.mjs");
  writeFileSync(file, await (await fetch(`${server.pageUrl}/program.js`)).text());
  const [program, ...words] = command({ file, pageUrl: server.pageUrl, folder });
  const child = spawn(program, words, { stdio: ["ignore", "pipe", "pipe"], cwd: folder, detached: true });
  let said = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text: string) => (said += text));
  let timer: NodeJS.Timeout | undefined;
  try {
    return await Promise.race([
      server.report,
      new Promise<never>((_, reject) => {
        const fail = (problem: string): void => reject(new Error(`${problem}: ${said.slice(-500)}`));
        timer = setTimeout(() => fail("no report came"), LIMIT_MS);
        child.on("error", (error) => fail(error.message));
        // The report may still be under way when its sender has ended.
        child.on("exit", (code) => setTimeout(() => fail(`it ended with ${code}`), 1000));
      }),
    ]);
  } finally {
    clearTimeout(timer);
    stop(child.pid);
    server.close();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Ends the process with those that it started: a browser has many. */
function stop(pid: number | undefined): void {
  try {
    if (pid !== undefined) process.kill(-pid, "SIGKILL");
  } catch {
    // It has ended by itself.
  }
}
