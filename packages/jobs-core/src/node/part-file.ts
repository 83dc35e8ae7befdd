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

export interface OpenPartOptions {
  /** What an earlier download left. */
  earlier: PartFile | undefined;
  /** Permissions of a new file, before the umask; else as any new file's. */
  mode: number | undefined;
  /** Told of a new part's path before it is there, so that a crash leaves nothing that nobody knows of. */
  announce(path: string): void | Promise<void>;
}

/** Opens what an earlier download left, if it lies beside the target and is nobody else's work; else a new one. */
export async function openPart(
  target: string,
  { earlier, mode, announce }: OpenPartOptions,
): Promise<OpenPart> {
  const reopened = earlier?.etag === undefined ? undefined : await reopen(target, earlier.path);
  if (reopened) return { ...reopened, newFileMode: mode ?? 0o666 & ~process.umask() };
  const path = join(dirname(target), `.docjobs-${randomBytes(8).toString("hex")}.part`);
  await announce(path);
  const { O_CREAT, O_EXCL, O_NOFOLLOW = 0, O_RDWR } = constants;
  const file = await open(path, O_CREAT | O_EXCL | O_NOFOLLOW | O_RDWR, mode ?? 0o666);
  return { path, file, newFileMode: mode ?? (await file.stat()).mode & 0o777, sizeBytes: 0 };
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
