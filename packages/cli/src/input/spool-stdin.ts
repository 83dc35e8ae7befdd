import { createWriteStream } from "node:fs";
import { mkdtemp, rename, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { errnoOf, fileError } from "../errors/file-error.js";

export interface SpooledInput {
  path: string;
  remove(): Promise<void>;
}

/**
 * Writes standard input to a private temporary file before anything is sent: its size is known then, its content can be
 * checked, and an upload that breaks can be told from one that never started.
 */
export async function spoolStdin(stdin: Readable, signal: AbortSignal): Promise<SpooledInput> {
  const directory = await mkdtemp(join(tmpdir(), "docjobs-"));
  const remove = () => rm(directory, { recursive: true, force: true });
  const path = join(directory, "stdin");
  try {
    await pipeline(stdin, createWriteStream(path, { flags: "wx", mode: 0o600 }), { signal });
    return { path, remove };
  } catch (error) {
    await remove();
    if (signal.aborted) throw signal.reason;
    throw fileError(
      `Standard input could not be kept in ${directory} (${errnoOf(error) ?? "read error"}).`,
      undefined,
      error,
    );
  }
}

/** Gives the spooled file a name with the extension of its content. */
export async function renameSpooled(path: string, extension: string): Promise<string> {
  const named = `${path}.${extension}`;
  await rename(path, named);
  return named;
}
