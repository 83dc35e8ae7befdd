import { createHash, randomBytes } from "node:crypto";
import { constants, type FileHandle, copyFile, link, lstat, open, rename, unlink } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import type { Download } from "../download.js";
import { FileExistsError, OutputFileError } from "../errors.js";
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
 * name. The file may be read by whom the umask lets read new files, or who could read the one it replaces. Throws FileExistsError for an existing path; it is not touched. Throws OutputFileError when the disk refuses.
 */
export async function saveTo(
  done: Downloadable,
  path: string,
  options: SaveOptions = {},
): Promise<SavedFile> {
  const target = resolve(path);
  try {
    if (!options.overwrite) await checkFree(target);
    return { path: target, ...(await saveWhole(done, target, options)) };
  } catch (error) {
    if (JobsError.isInstance(error)) throw error;
    const { code = "unknown error" } = error as NodeJS.ErrnoException;
    if (code === "EEXIST") throw new FileExistsError(`${target} exists already.`);
    throw new OutputFileError(`${target} cannot be written: ${code}.`, { cause: error });
  }
}

async function checkFree(target: string): Promise<void> {
  const isThere = await lstat(target).then(
    () => true,
    () => false,
  );
  if (isThere) throw new FileExistsError(`${target} exists already.`);
}

async function saveWhole(done: Downloadable, target: string, options: SaveOptions): Promise<Written> {
  const part = join(dirname(target), `.docjobs-${randomBytes(8).toString("hex")}.part`);
  const { O_CREAT, O_EXCL, O_NOFOLLOW = 0, O_WRONLY } = constants;
  const replacedMode = options.overwrite ? await modeOf(target) : undefined;
  const file = await open(part, O_CREAT | O_EXCL | O_NOFOLLOW | O_WRONLY, replacedMode ?? 0o666);
  try {
    const written = await writePrivately(done, file, { ...options, replacedMode }).finally(() =>
      file.close(),
    );
    await publish(part, target, options.overwrite ?? false);
    return written;
  } finally {
    await unlink(part).catch(() => {});
  }
}

type Written = Omit<SavedFile, "path">;

/** Permissions of the regular file at a path. */
async function modeOf(path: string): Promise<number | undefined> {
  const info = await lstat(path).catch(() => undefined);
  return info?.isFile() ? info.mode & 0o777 : undefined;
}

/** A result that is not whole yet is nobody else's to read. */
async function writePrivately(
  done: Downloadable,
  file: FileHandle,
  { replacedMode, ...options }: SaveOptions & { replacedMode: number | undefined },
): Promise<Written> {
  // The system has applied the umask, which a program cannot read without changing it.
  const mode = replacedMode ?? (await file.stat()).mode & 0o777;
  await setMode(file, 0o600);
  const written = await writeResult(done, file, options);
  await setMode(file, mode);
  return written;
}

/** Some file systems have no permissions to change. */
async function setMode(file: FileHandle, mode: number): Promise<void> {
  await file.chmod(mode).catch(() => {});
}

/** Writes the result, again from its start where it broke off for good but is worth another try. */
async function writeResult(done: Downloadable, file: FileHandle, { signal }: SaveOptions): Promise<Written> {
  for (let start = 1; ; start++) {
    const hash = createHash("sha256");
    let sizeBytes = 0;
    await file.truncate(0);
    try {
      const { stream } = await done.download({ signal });
      for await (const chunk of stream) {
        await writeAt(file, chunk, sizeBytes);
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

/** A write may take less than it is given. */
async function writeAt(file: FileHandle, chunk: Uint8Array, position: number): Promise<void> {
  for (let at = 0; at < chunk.length;) {
    at += (await file.write(chunk, at, chunk.length - at, position + at)).bytesWritten;
  }
}

async function publish(part: string, target: string, overwrite: boolean): Promise<void> {
  if (overwrite) return rename(part, target);
  await link(part, target).catch(async (error: NodeJS.ErrnoException) => {
    if (!NO_LINKS.includes(error.code ?? "")) throw error;
    await copyWhole(part, target);
  });
}

async function copyWhole(part: string, target: string): Promise<void> {
  await copyFile(part, target, constants.COPYFILE_EXCL).catch(async (error: NodeJS.ErrnoException) => {
    if (error.code !== "EEXIST") await unlink(target).catch(() => {});
    throw error;
  });
}
