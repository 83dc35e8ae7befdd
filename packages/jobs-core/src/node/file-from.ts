import { openAsBlob } from "node:fs";
import { access, constants, stat } from "node:fs/promises";
import { basename } from "node:path";
import { InputFileError } from "../errors.js";

/**
 * A file on disk as a File that is read while it is sent and never held in memory. If the file changes afterwards,
 * reading it fails and so does the upload. Throws InputFileError.
 */
export async function fileFrom(path: string): Promise<File> {
  const problem = await findProblem(path);
  if (problem) throw new InputFileError(`${path} ${problem}.`);
  return new File([await openAsBlob(path)], basename(path));
}

async function findProblem(path: string): Promise<string | undefined> {
  try {
    const stats = await stat(path);
    if (stats.isDirectory()) return "is a directory";
    if (!stats.isFile()) return "is not a regular file";
    if (stats.size === 0) return "is empty";
    await access(path, constants.R_OK);
    return undefined;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return code === "ENOENT" ? "does not exist" : `cannot be read (${code})`;
  }
}
