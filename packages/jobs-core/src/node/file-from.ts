import { openAsBlob, type Stats } from "node:fs";
import { access, constants, stat } from "node:fs/promises";
import { basename } from "node:path";
import { InputFileError } from "../errors.js";

/**
 * A file on disk as a File that is read while it is sent and never held in memory. If the file changes afterwards,
 * reading it fails and so does the upload. Throws InputFileError.
 */
export async function fileFrom(path: string): Promise<File> {
  const { blob, problem } = await open(path);
  if (problem === undefined && blob) return new File([blob], basename(path));
  throw new InputFileError(`${path} ${problem}.`);
}

async function open(path: string): Promise<{ blob?: Blob; problem?: string }> {
  try {
    const stats = await stat(path);
    await access(path, constants.R_OK);
    const problem = problemOf(stats);
    if (problem !== undefined) return { problem };
    const blob = await openAsBlob(path);
    // Node counts these bytes in 32 bits.
    if (blob.size !== stats.size) return { problem: "is too large to be sent, or is being written" };
    return { blob };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return { problem: code === "ENOENT" ? "does not exist" : `cannot be read (${code})` };
  }
}

function problemOf(stats: Stats): string | undefined {
  if (stats.isDirectory()) return "is a directory";
  if (!stats.isFile()) return "is not a regular file";
  return stats.size === 0 ? "is empty" : undefined;
}
