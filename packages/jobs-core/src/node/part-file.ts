import { randomBytes } from "node:crypto";
import { constants, type FileHandle, lstat, open, unlink } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

/** What has arrived of a result, in a private file beside its target. */
export interface PartFile {
  /** Absolute. */
  path: string;
  /** Stands for the bytes that it is the beginning of; without one it cannot be gone on with. */
  etag?: string;
}

/** A part that is open for writing. */
export interface OpenPart {
  path: string;
  file: FileHandle;
  /** Permissions that any new file gets here. */
  newFileMode: number;
  /** Good bytes at its beginning; 0 for a new one. */
  sizeBytes: number;
}

const NAME = /^\.docjobs-[0-9a-f]{16}\.part$/;

/** Opens what an earlier download left, if it lies beside the target and is nobody else's work; else a new one. */
export async function openPart(
  target: string,
  earlier: PartFile | undefined,
  mode: number | undefined,
): Promise<OpenPart> {
  const path = join(dirname(target), `.docjobs-${randomBytes(8).toString("hex")}.part`);
  const { O_CREAT, O_EXCL, O_NOFOLLOW = 0, O_RDWR } = constants;
  const file = await open(path, O_CREAT | O_EXCL | O_NOFOLLOW | O_RDWR, mode ?? 0o666);
  // The system has applied the umask, which a program cannot read without changing it.
  const newFileMode = mode ?? (await file.stat()).mode & 0o777;
  const reopened = earlier?.etag === undefined ? undefined : await reopen(target, earlier.path);
  if (!reopened) return { path, file, newFileMode, sizeBytes: 0 };
  await file.close();
  await unlink(path);
  return { ...reopened, newFileMode };
}

/** Removes a part that is not needed any more; nothing else, whatever the path says. */
export async function removePart(path: string): Promise<void> {
  const info = await lstat(path).catch(() => undefined);
  if (NAME.test(basename(path)) && info?.isFile()) await unlink(path).catch(() => {});
}

/** A name that was written down may stand for something else by now: a link, or a file that others can write. */
async function reopen(target: string, path: string): Promise<Omit<OpenPart, "newFileMode"> | undefined> {
  if (dirname(path) !== dirname(target) || !NAME.test(basename(path))) return undefined;
  const { O_NOFOLLOW = 0, O_NONBLOCK = 0, O_RDWR } = constants;
  const file = await open(path, O_RDWR | O_NOFOLLOW | O_NONBLOCK).catch(() => undefined);
  const info = await file?.stat();
  if (!file || !info) return undefined;
  const isOwn = process.getuid === undefined || (info.uid === process.getuid() && (info.mode & 0o077) === 0);
  if (info.isFile() && info.nlink === 1 && info.size > 0 && isOwn)
    return { path, file, sizeBytes: info.size };
  await file.close();
  return undefined;
}
