import { randomBytes } from "node:crypto";
import { constants } from "node:fs";
import { link, open, readdir, readFile, rename, rm, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { errnoOf, fileError } from "../errors/file-error.js";

/**
 * Does something while no other process does it under the same lock file. The lock of a process that is gone is taken over:
 * only the one that first claims the dead holder's word may put its own in its place.
 */
export async function withFileLock<Result>(
  path: string,
  signal: AbortSignal,
  run: () => Promise<Result>,
): Promise<Result> {
  const word = `${process.pid} ${randomBytes(8).toString("hex")}`;
  await acquire(path, word, signal);
  try {
    await removeOldDrafts(path);
    return await run();
  } finally {
    if ((await readWord(path)) === word) await rm(path, { force: true });
  }
}

async function acquire(path: string, word: string, signal: AbortSignal): Promise<void> {
  const draft = `${path}-${randomBytes(8).toString("hex")}.tmp`;
  const giveUpAt = performance.now() + PATIENCE_MS;
  try {
    await writePrivate(draft, word);
    while (!(await createLink(draft, path))) {
      const holder = await readWord(path);
      if (holder !== undefined && (await isLeft(path, holder)) && (await takeOver(path, draft, holder)))
        return;
      if (performance.now() > giveUpAt) {
        throw fileError(
          `Another docjobs holds ${path}.`,
          "Wait for it; if there is none, remove that file, then run this again.",
        );
      }
      await delay(POLL_MS * (0.5 + Math.random()), undefined, { signal }).catch(() =>
        signal.throwIfAborted(),
      );
    }
  } finally {
    await rm(draft, { force: true });
  }
}

/** Puts the draft in the place of a dead holder's lock. False where somebody else is about to, or has. */
async function takeOver(path: string, draft: string, holder: string): Promise<boolean> {
  const claim = `${path}-after-${holder.split(" ")[1] ?? ""}`;
  if (!(await createLink(draft, claim))) {
    const claimant = await readWord(claim);
    // Killed on the way as well: the claim is free for the next turn.
    if (claimant !== undefined && (await isLeft(claim, claimant))) await rm(claim, { force: true });
    return false;
  }
  try {
    if ((await readWord(path)) !== holder) return false;
    await rename(draft, path);
    return true;
  } finally {
    await rm(claim, { force: true });
  }
}

/** True where the holder cannot come back: its process is gone, or it is far beyond what its work can take. */
async function isLeft(path: string, holder: string): Promise<boolean> {
  const age = Date.now() - ((await stat(path).catch(() => undefined))?.mtimeMs ?? Infinity);
  return age > STALE_MS || !isAlive(Number(holder.split(" ")[0]));
}

function isAlive(pid: number): boolean {
  if (!Number.isSafeInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return errnoOf(error) === "EPERM";
  }
}

/** What processes left that were killed on the way. */
async function removeOldDrafts(path: string): Promise<void> {
  const folder = dirname(path);
  for (const name of await readdir(folder)) {
    if (!name.startsWith(`${basename(path)}-`)) continue;
    const draft = join(folder, name);
    const age = Date.now() - ((await stat(draft).catch(() => undefined))?.mtimeMs ?? Infinity);
    if (age > STALE_MS) await rm(draft, { force: true });
  }
}

async function createLink(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to);
    return true;
  } catch (error) {
    if (errnoOf(error) === "EEXIST") return false;
    throw error;
  }
}

async function readWord(path: string): Promise<string | undefined> {
  return readFile(path, "utf8").catch(() => undefined);
}

async function writePrivate(path: string, text: string): Promise<void> {
  const { O_WRONLY, O_CREAT, O_EXCL, O_NOFOLLOW = 0 } = constants;
  const file = await open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, 0o600);
  await file.writeFile(text).finally(() => file.close());
}

const POLL_MS = 20;
const PATIENCE_MS = 30_000;
/** The work under the lock is one small file. */
const STALE_MS = 60_000;
