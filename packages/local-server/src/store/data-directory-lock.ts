import { link, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";

/** Another process owns the data directory. */
export class DataDirectoryInUseError extends Error {
  readonly code = "DATA_DIRECTORY_IN_USE";
  readonly directory: string;
  readonly pid: number;
  /** Where that process serves, once it does. */
  readonly url?: string;

  constructor(directory: string, pid: number, url: string | undefined) {
    const where = url ? ` at ${url}` : "";
    super(
      `${directory} is in use by process ${pid}${where}. ` +
        "Use that server, stop it, or choose another data directory.",
    );
    this.name = "DataDirectoryInUseError";
    this.directory = directory;
    this.pid = pid;
    if (url) this.url = url;
  }
}

export interface DataDirectoryLock {
  /** Tells others where this process serves. */
  publish(url: string): Promise<void>;
  release(): Promise<void>;
}

interface LockContent {
  pid: number;
  /** The process's start as the kernel counts it, which tells a pid that was given out again. */
  startedAt?: string;
  url?: string;
}

/** Directories that this very process holds: a lock with our own pid may also be left from an earlier life. */
const heldHere = new Set<string>();

/**
 * Makes this process the directory's only owner. The lock of a process that no longer runs is taken over.
 *
 * @throws DataDirectoryInUseError when another process, or another server of this one, owns it.
 */
export async function lockDataDirectory(dataDirectory: string): Promise<DataDirectoryLock> {
  const directory = resolve(dataDirectory);
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const path = join(directory, "docjobs.lock");
  if (heldHere.has(directory)) {
    throw new DataDirectoryInUseError(directory, process.pid, (await readLock(path))?.url);
  }
  heldHere.add(directory);
  try {
    await acquire(path, directory);
  } catch (error) {
    heldHere.delete(directory);
    throw error;
  }
  return {
    publish: (url) => replace(path, { ...ownContent(), url }),
    async release() {
      heldHere.delete(directory);
      await rm(path, { force: true });
    },
  };
}

async function acquire(path: string, directory: string): Promise<void> {
  for (let attempt = 0; attempt < 5; attempt += 1) {
    if (await create(path)) return;
    const found = await readLock(path);
    if (found && isAlive(found)) throw new DataDirectoryInUseError(directory, found.pid, found.url);
    await setAside(path, found);
  }
  throw new Error(`Could not lock ${path}: other processes keep taking it. Try again.`);
}

/** The lock appears whole or not at all, so that nobody reads half of it. */
async function create(path: string): Promise<boolean> {
  const draft = `${path}.${process.pid}.${Math.random().toString(36).slice(2)}`;
  await writeFile(draft, JSON.stringify(ownContent()), { mode: 0o600 });
  try {
    await link(draft, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  } finally {
    await rm(draft, { force: true });
  }
}

/** Removes a dead lock; if somebody was faster and put a living one there, it goes back. */
async function setAside(path: string, dead: LockContent | undefined): Promise<void> {
  const aside = `${path}.stale.${process.pid}`;
  try {
    await rename(path, aside);
  } catch {
    return;
  }
  const moved = await readLock(aside);
  const isTheDeadOne = moved?.pid === dead?.pid && moved?.startedAt === dead?.startedAt;
  if (!isTheDeadOne) await link(aside, path).catch(() => undefined);
  await rm(aside, { force: true });
}

async function replace(path: string, content: LockContent): Promise<void> {
  const draft = `${path}.${process.pid}.new`;
  await writeFile(draft, JSON.stringify(content), { mode: 0o600 });
  await rename(draft, path);
}

async function readLock(path: string): Promise<LockContent | undefined> {
  try {
    const content = JSON.parse(await readFile(path, "utf8")) as unknown;
    if (typeof content !== "object" || content === null) return undefined;
    const { pid, startedAt, url } = content as Record<string, unknown>;
    if (typeof pid !== "number") return undefined;
    return {
      pid,
      ...(typeof startedAt === "string" ? { startedAt } : {}),
      ...(typeof url === "string" ? { url } : {}),
    };
  } catch {
    return undefined;
  }
}

function ownContent(): LockContent {
  const startedAt = processStart(process.pid);
  return { pid: process.pid, ...(startedAt ? { startedAt } : {}) };
}

function isAlive({ pid, startedAt }: LockContent): boolean {
  // Held by this process it would be in `heldHere`: it was left by an earlier process with the same pid.
  if (pid === process.pid) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EPERM") return false;
  }
  const now = processStart(pid);
  return startedAt === undefined || now === undefined || now === startedAt;
}

/** Field 22 of /proc/<pid>/stat; undefined where there is no such thing. */
function processStart(pid: number): string | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    return text.slice(text.lastIndexOf(")") + 2).split(" ")[19];
  } catch {
    return undefined;
  }
}
