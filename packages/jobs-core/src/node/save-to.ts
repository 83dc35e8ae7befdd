import { createHash, randomBytes } from "node:crypto";
import { constants, type FileHandle, copyFile, link, open, rename, unlink } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import type { Download } from "../download.js";
import { FileExistsError } from "../errors.js";
import { JobsError } from "../jobs-error.js";

export interface SaveOptions {
  /** Replaces an existing file, in one step. Default false. */
  overwrite?: boolean | undefined;
  signal?: AbortSignal | undefined;
}

export interface SavedFile {
  /** Absolute. */
  path: string;
  sizeBytes: number;
  sha256: string;
}

/** Has a result file: a succeeded job of a file kind. */
export interface Downloadable {
  download(options?: { signal?: AbortSignal | undefined }): Promise<Download>;
}

const MOST_STARTS = 3;
/** File systems without hard links say one of these. */
const NO_LINKS = ["EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS", "EMLINK", "EXDEV"];

/**
 * Downloads a result to a path, whole or not at all: into a private file beside it first, synced, then linked to its
 * name. Throws FileExistsError for an existing path; it is not touched.
 */
export async function saveTo(
  done: Downloadable,
  path: string,
  options: SaveOptions = {},
): Promise<SavedFile> {
  const target = resolve(path);
  const part = join(dirname(target), `.docjobs-${randomBytes(8).toString("hex")}.part`);
  const { O_CREAT, O_EXCL, O_NOFOLLOW = 0, O_WRONLY } = constants;
  const file = await open(part, O_CREAT | O_EXCL | O_NOFOLLOW | O_WRONLY, 0o600);
  try {
    const saved = await writeResult(done, file, options).finally(() => file.close());
    await publish(part, target, options.overwrite ?? false);
    return { path: target, ...saved };
  } finally {
    await unlink(part).catch(() => {});
  }
}

/** Writes the result, again from its start where it broke off for good but is worth another try. */
async function writeResult(
  done: Downloadable,
  file: FileHandle,
  { signal }: SaveOptions,
): Promise<Omit<SavedFile, "path">> {
  for (let start = 1; ; start++) {
    const hash = createHash("sha256");
    let sizeBytes = 0;
    await file.truncate(0);
    try {
      const { stream } = await done.download({ signal });
      for await (const chunk of stream) {
        await file.write(chunk, 0, chunk.length, sizeBytes);
        hash.update(chunk);
        sizeBytes += chunk.length;
      }
      await file.sync();
      return { sizeBytes, sha256: hash.digest("hex") };
    } catch (error) {
      if (start === MOST_STARTS || !JobsError.isInstance(error) || !error.retryable) throw error;
    }
  }
}

async function publish(part: string, target: string, overwrite: boolean): Promise<void> {
  if (overwrite) return rename(part, target);
  try {
    await link(part, target).catch(async (error: NodeJS.ErrnoException) => {
      if (!NO_LINKS.includes(error.code ?? "")) throw error;
      await copyFile(part, target, constants.COPYFILE_EXCL);
    });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    throw new FileExistsError(`${basename(target)} exists already in ${dirname(target)}.`, { cause: error });
  }
}
