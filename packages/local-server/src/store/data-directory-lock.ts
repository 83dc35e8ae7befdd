import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import Libsql from "libsql";

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

/** What others are told of the owner. */
interface OwnerNote {
  pid: number;
  url?: string;
}

const attempts = 40;
const pauseMs = 25;

/**
 * Makes this process the directory's only owner. The lock is the operating system's, held through an empty database, so that it
 * ends with the process in whatever way that ends; pids would not do: in containers every server is process 1.
 *
 * @throws DataDirectoryInUseError when another process, or another server of this one, owns it.
 */
export async function lockDataDirectory(dataDirectory: string): Promise<DataDirectoryLock> {
  const directory = resolve(dataDirectory);
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const notePath = join(directory, "docjobs.lock");
  const lock = await acquire(join(directory, "docjobs.owner"), directory, notePath);
  try {
    await writeNote(notePath, { pid: process.pid });
  } catch (error) {
    lock.close();
    throw error;
  }
  return {
    publish: (url) => writeNote(notePath, { pid: process.pid, url }),
    async release() {
      await rm(notePath, { force: true });
      lock.close();
    },
  };
}

async function acquire(path: string, directory: string, notePath: string): Promise<Libsql.Database> {
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const lock = tryLock(path);
    if (lock) return lock;
    // Just after the owner has taken it, or just before it lets go, there is no note.
    const owner = await readNote(notePath);
    if (owner) throw new DataDirectoryInUseError(directory, owner.pid, owner.url);
    await pause(pauseMs);
  }
  throw new Error(`Could not lock ${directory}: other processes keep taking it. Try again.`);
}

function tryLock(path: string): Libsql.Database | undefined {
  const lock = new Libsql(path);
  try {
    lock.exec("pragma busy_timeout = 0; begin exclusive;");
    return lock;
  } catch (error) {
    lock.close();
    const { code, message } = error as { code?: unknown; message?: unknown };
    if (code === "SQLITE_BUSY" || /database is locked/i.test(String(message))) return undefined;
    throw error;
  }
}

/** Whole or not at all, so that nobody reads half of it. */
async function writeNote(path: string, note: OwnerNote): Promise<void> {
  const draft = `${path}.new`;
  await writeFile(draft, JSON.stringify(note), { mode: 0o600 });
  await rename(draft, path);
}

async function readNote(path: string): Promise<OwnerNote | undefined> {
  try {
    const content = JSON.parse(await readFile(path, "utf8")) as unknown;
    if (typeof content !== "object" || content === null) return undefined;
    const { pid, url } = content as Record<string, unknown>;
    if (typeof pid !== "number") return undefined;
    return { pid, ...(typeof url === "string" ? { url } : {}) };
  } catch {
    return undefined;
  }
}
