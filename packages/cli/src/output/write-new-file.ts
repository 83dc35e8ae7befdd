import { randomBytes } from "node:crypto";
import { link, open, rename, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { errnoOf, fileError } from "../errors/file-error.js";
import { printable } from "../terminal/printable.js";

/**
 * Writes a whole file or none: into a private name beside the target, then moved there. Without `overwrite` an existing
 * target stays as it is.
 */
export async function writeNewFile(
  path: string,
  content: string | Uint8Array | AsyncIterable<Uint8Array>,
  overwrite: boolean,
): Promise<void> {
  const part = join(dirname(path), `.docjobs-${randomBytes(8).toString("hex")}.part`);
  try {
    const file = await open(part, "wx", 0o666);
    try {
      await writeFile(file, content);
      await file.sync();
    } finally {
      await file.close();
    }
    if (overwrite) await rename(part, path);
    else await link(part, path);
  } catch (error) {
    throw notWritten(path, error);
  } finally {
    await rm(part, { force: true });
  }
}

function notWritten(path: string, error: unknown): Error {
  const shown = printable(basename(path));
  const code = errnoOf(error);
  if (code === "EEXIST") {
    return fileError(
      `${shown} exists already.`,
      "Add --overwrite to replace it, or choose another -o.",
      error,
    );
  }
  return fileError(
    `${shown} cannot be written (${code ?? "unknown error"}).`,
    "Check the path and the free space.",
    error,
  );
}
