import { createHash, type Hash } from "node:crypto";
import { constants, type FileHandle, copyFile, link, lstat, rename, stat, unlink } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { Download } from "../result/download.js";
import { FileExistsError, OutputFileError } from "../errors/errors.js";
import type { DownloadOptions } from "../job/job-snapshot.js";
import { JobsError } from "../errors/jobs-error.js";
import { checkDigest } from "../result/sha256.js";
import { checkEnding } from "./check-ending.js";
import { type OpenPart, openPart, type PartFile, removePart } from "./part-file.js";

export interface SaveOptions {
  /** Replaces an existing file, in one step. Default false. */
  overwrite?: boolean | undefined;
  signal?: AbortSignal | undefined;
  /** What an earlier call left behind; gone on with where the server still has the same file. */
  part?: PartFile | undefined;
  /**
   * With it, an abort or a lost connection leaves behind what has arrived, if the server's ETag lets a later call go on
   * with it. Told before its first byte, also where an earlier one is used; and told undefined once it is gone.
   */
  onPart?: ((part: PartFile | undefined) => void | Promise<void>) | undefined;
  /** Told when the whole result is on the disk, right before it gets its name. */
  beforePublish?: ((saved: SavedFile) => void | Promise<void>) | undefined;
}

export interface SavedFile {
  /** Absolute. */
  path: string;
  sizeBytes: number;
  sha256: string;
}

/** Has a result file: a succeeded job of a file kind. */
export interface Downloadable {
  /** Names a file that the server does not name. */
  readonly id?: string;
  download(options?: DownloadOptions): Promise<Download>;
}

const MOST_STARTS = 3;
/** Errors that say nothing against the bytes that came. */
const BROKEN_OFF = ["aborted", "service_unavailable"];
/** File systems without hard links say one of these. */
const NO_LINKS = ["EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS", "EMLINK", "EXDEV"];

/**
 * Downloads a result to a path, whole or not at all: into a private file beside it first, synced, then linked to its
 * name. Where the path is a directory, the file gets the server's name, made safe, or else the job's id. The file may be read by whom the umask lets read new files, or who could read the one it replaces. Throws
 * FileExistsError for an existing path; it is not touched. Throws OutputFileError when the disk refuses.
 */
export async function saveTo(
  done: Downloadable,
  path: string,
  options: SaveOptions = {},
): Promise<SavedFile> {
  const target = resolve(path);
  try {
    const isDirectory = await stat(target).then(
      (info) => info.isDirectory(),
      () => false,
    );
    if (!options.overwrite && !isDirectory) await checkFree(target);
    return await saveWhole(done, target, { ...options, isDirectory });
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

interface Written {
  /** The server's, made safe. */
  name: string | undefined;
  sizeBytes: number;
  sha256: string;
}

async function saveWhole(
  done: Downloadable,
  target: string,
  { isDirectory, ...options }: SaveOptions & { isDirectory: boolean },
): Promise<SavedFile> {
  const { overwrite = false, part: earlier, onPart } = options;
  const pathOf = (name: string): string => (isDirectory ? join(target, name) : target);
  const part = await openPart(pathOf("result"), {
    earlier,
    mode: overwrite ? await modeOf(target) : undefined,
    announce: async (path) => {
      if (earlier) await removePart(earlier.path);
      await onPart?.({ path });
    },
  });
  const state: PartState = {
    etag: part.sizeBytes > 0 ? earlier?.etag : undefined,
    sizeBytes: part.sizeBytes,
  };
  let isKept = false;
  try {
    const writing = writePrivately(done, part, state, options);
    const { name = done.id ?? "result", ...written } = await writing.finally(() => part.file.close());
    const path = pathOf(name);
    await options.beforePublish?.({ path, ...written });
    await publish(part.path, path, overwrite);
    return { path, ...written };
  } catch (error) {
    const isBrokenOff = JobsError.isInstance(error) && BROKEN_OFF.includes(error.code);
    isKept = onPart !== undefined && isBrokenOff && state.etag !== undefined && state.sizeBytes > 0;
    throw error;
  } finally {
    if (!isKept) {
      await unlink(part.path).catch(() => {});
      await onPart?.(undefined);
    }
  }
}

/** What the part holds. */
interface PartState {
  /** Undefined where it could not be gone on with. */
  etag: string | undefined;
  sizeBytes: number;
}

/** Permissions of the regular file at a path. */
async function modeOf(path: string): Promise<number | undefined> {
  const info = await lstat(path).catch(() => undefined);
  return info?.isFile() ? info.mode & 0o777 : undefined;
}

/** A result that is not whole yet is nobody else's to read. */
async function writePrivately(
  done: Downloadable,
  part: OpenPart,
  state: PartState,
  options: SaveOptions,
): Promise<Written> {
  await setMode(part.file, 0o600);
  const written = await writeResult(done, part, state, options);
  await setMode(part.file, part.newFileMode);
  return written;
}

/** Some file systems have no permissions to change. */
async function setMode(file: FileHandle, mode: number): Promise<void> {
  await file.chmod(mode).catch(() => {});
}

/** Writes the result, again from its start where it broke off for good but is worth another try. */
async function writeResult(
  done: Downloadable,
  { path, file }: OpenPart,
  state: PartState,
  { signal, onPart }: SaveOptions,
): Promise<Written> {
  for (let start = 1; ; start++) {
    const { etag, sizeBytes } = state;
    const range = start === 1 && etag !== undefined ? { from: sizeBytes, etag } : undefined;
    try {
      const download = await done.download({ signal, range });
      state.etag = download.etag;
      state.sizeBytes = download.startsAt;
      await file.truncate(state.sizeBytes);
      await onPart?.({ path, ...(download.etag !== undefined && { etag: download.etag }) });
      const hash = await hashOf(file, state.sizeBytes);
      for await (const chunk of download.stream) {
        await writeAt(file, chunk, state.sizeBytes);
        hash.update(chunk);
        state.sizeBytes += chunk.length;
      }
      const sha256 = hash.digest("hex");
      // What turns out wrong is not gone on with.
      state.etag = undefined;
      checkDigest(sha256, download.sha256);
      if (download.sizeBytes === undefined && download.sha256 === undefined)
        await checkEnding(file, state.sizeBytes);
      await file.sync();
      return { name: download.name, sizeBytes: state.sizeBytes, sha256 };
    } catch (error) {
      if (start === MOST_STARTS || !JobsError.isInstance(error) || !error.retryable) throw error;
    }
  }
}

/** The digest so far: of what an earlier download left. */
async function hashOf(file: FileHandle, sizeBytes: number): Promise<Hash> {
  const hash = createHash("sha256");
  const buffer = Buffer.alloc(Math.min(sizeBytes, 1 << 20));
  for (let at = 0; at < sizeBytes;) {
    const { bytesRead } = await file.read(buffer, 0, Math.min(buffer.length, sizeBytes - at), at);
    if (bytesRead === 0) break;
    hash.update(buffer.subarray(0, bytesRead));
    at += bytesRead;
  }
  return hash;
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
    if (error.code === "EEXIST") throw new FileExistsError(`${target} exists already.`);
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
