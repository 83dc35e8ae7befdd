import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

/**
 * Says that the process which owns a data directory is `docjobs serve`: one that stays, whose URL others may use. A one-shot
 * command that owns the directory leaves no mark, because its server goes away with it.
 */
export async function markAsServing(dataDirectory: string): Promise<() => Promise<void>> {
  const path = markPath(dataDirectory);
  await writeFile(path, `${process.pid}\n`, { mode: 0o600 });
  return () => rm(path, { force: true });
}

/** True where that process said that it serves. */
export async function isServing(dataDirectory: string, pid: number): Promise<boolean> {
  const text = await readFile(markPath(dataDirectory), "utf8").catch(() => "");
  return text.trim() === String(pid);
}

function markPath(dataDirectory: string): string {
  return join(dataDirectory, "docjobs.serve");
}
