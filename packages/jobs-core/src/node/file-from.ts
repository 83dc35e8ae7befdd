import { openAsBlob, type Stats } from "node:fs";
import { access, constants, stat } from "node:fs/promises";
import { basename } from "node:path";
import { InputFileError } from "../errors/errors.js";
import { contentTypeOf } from "./content-type.js";
import { largeFile } from "./large-file.js";

/**
 * A file on disk as a File, of the type that its extension tells, that is read while it is sent and never held in memory. If the file changes afterwards,
 * reading it fails and so does the upload. Throws InputFileError.
 */
export async function fileFrom(path: string): Promise<File> {
  const { file, problem } = await open(path);
  if (file) return file;
  throw new InputFileError(`${path} ${problem}.`);
}

async function open(path: string): Promise<{ file?: File; problem?: string }> {
  try {
    const stats = await stat(path);
    await access(path, constants.R_OK);
    const problem = problemOf(stats);
    if (problem !== undefined) return { problem };
    const blob = await openAsBlob(path);
    const name = basename(path);
    if (blob.size === stats.size)
      return { file: watched(new File([blob], name, { type: contentTypeOf(name) }), path, stats) };
    // Node counts these bytes in 32 bits.
    if (stats.size < 2 ** 32) return { problem: "is being written" };
    return isNode
      ? { file: largeFile(path, name, stats, contentTypeOf(name)) }
      : { problem: "is too large to be sent" };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return { problem: code === "ENOENT" ? "does not exist" : `cannot be read (${code})` };
  }
}

/**
 * The file with a stream that fails once it is not there any more, or not what it was. Node's own notices only some
 * changes, and of those Node 24 tells nobody: an upload would hang, and the process end on an unhandled rejection.
 */
function watched(file: File, path: string, stats: Stats): File {
  file.stream = () => largeFile(path, file.name, stats).stream();
  return file;
}

/** Others read the bytes behind a File and not what it says of itself. */
const isNode = !("Bun" in globalThis) && !("Deno" in globalThis);

function problemOf(stats: Stats): string | undefined {
  if (stats.isDirectory()) return "is a directory";
  if (!stats.isFile()) return "is not a regular file";
  return stats.size === 0 ? "is empty" : undefined;
}
