import { randomBytes } from "node:crypto";
import { constants } from "node:fs";
import { chmod, lstat, mkdir, open, readdir, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Note } from "../context.js";
import { CliError } from "../errors/cli-error.js";
import { errnoOf, fileError } from "../errors/file-error.js";
import { withFileLock } from "./file-lock.js";
import { profileRefused } from "./profile-error.js";
import { checkFolder, checkOwner, isWindows, readProfiles, type Profiles } from "./read-profile.js";

export interface ProfileChange {
  path: string;
  /** What the file is to hold, from what it holds now; undefined leaves it as it is. */
  change: (profiles: Profiles) => Profiles | undefined;
  note: Note;
  signal: AbortSignal;
}

/**
 * Changes the profile file: whole or not at all, mode 0600 in a folder of mode 0700, one process after the other, so that no
 * change is lost. What others could read is closed to them first. A broken file, and a link in the place of the file
 * or its folder, is refused and stays as it is.
 */
export async function changeProfile({ path, change, note, signal }: ProfileChange): Promise<void> {
  const folder = dirname(path);
  try {
    await closeFolder(folder, note);
    await withFileLock(join(folder, "profile.lock"), signal, async () => {
      await closeFile(path, note);
      await removeDrafts(folder);
      const changed = change(await readProfiles(path));
      if (changed === undefined) return;
      if (Object.keys(changed).length === 0) await rm(path, { force: true });
      else await replaceFile(path, `${JSON.stringify(changed, undefined, 2)}\n`);
      await syncFolder(folder);
    });
  } catch (error) {
    if (error instanceof CliError || errnoOf(error) === undefined) throw error;
    throw fileError(
      `The profile ${path} cannot be written (${errnoOf(error)}).`,
      "It is as it was. Check the folder's permissions and the free space, then run this again.",
      error,
    );
  }
}

async function closeFolder(folder: string, note: Note): Promise<void> {
  const before = await lstat(folder).catch(() => undefined);
  if (before?.isDirectory() === false && !before.isSymbolicLink())
    throw profileRefused(`${folder} is not a folder.`, "Remove what is there, or set DOCJOBS_CONFIG.");
  if (before?.isDirectory() && !isWindows && (before.mode & 0o077) !== 0) {
    checkOwner(folder, before);
    await chmod(folder, 0o700);
    if ((before.mode & 0o022) !== 0) note(`${folder} could be changed by others; it is closed to them now.`);
  }
  if (before === undefined) await mkdir(folder, { recursive: true, mode: 0o700 });
  await checkFolder(folder);
}

async function closeFile(path: string, note: Note): Promise<void> {
  const before = await lstat(path).catch(() => undefined);
  if (!before?.isFile() || isWindows || (before.mode & 0o077) === 0) return;
  checkOwner(path, before);
  await chmod(path, 0o600);
  note(`${path} could be read by others; it is closed to them now. Replace the keys that were in it.`);
}

/** A reader sees the old file or the new one. */
async function replaceFile(path: string, text: string): Promise<void> {
  const draft = join(dirname(path), `${DRAFT}${randomBytes(8).toString("hex")}.tmp`);
  const { O_WRONLY, O_CREAT, O_EXCL, O_NOFOLLOW = 0 } = constants;
  const file = await open(draft, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, 0o600);
  try {
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}

/** Drafts of processes that were killed: they hold keys. */
async function removeDrafts(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    if (name.startsWith(DRAFT)) await rm(join(folder, name), { force: true });
  }
}

/** The new name survives a power cut; not every system can do that. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, constants.O_RDONLY).catch(() => undefined);
  await handle?.sync().catch(() => {});
  await handle?.close();
}

const DRAFT = ".profile-";
