import { readFileSync, mkdtempSync, openSync, closeSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runTurbo } from "./run-turbo.js";

/**
 * Builds packages through turbo, which skips what is built already. What turbo prints is shown on stderr only if a
 * build fails; a terminal is told when it takes longer.
 */
export async function buildPackages(...filters: string[]): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), "docjobs-build-"));
  const logPath = join(folder, "log");
  const log = openSync(logPath, "w");
  const notice = setTimeout(() => process.stderr.isTTY && process.stderr.write("Building docjobs …\n"), 2000);
  try {
    const args = [
      "run",
      "build",
      ...filters.map((filter) => `--filter=${filter}`),
      "--output-logs=errors-only",
    ];
    const code = await runTurbo(args, ["ignore", log, log]);
    if (code !== 0) process.stderr.write(readFileSync(logPath, "utf8"));
    return code;
  } finally {
    clearTimeout(notice);
    closeSync(log);
    rmSync(folder, { recursive: true });
  }
}
