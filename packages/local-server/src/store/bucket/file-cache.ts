import { randomUUID } from "node:crypto";
import { mkdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import type { LocalFile } from "../content-place.js";

/** Copies of contents on this machine's disk: as many as fit, and those that are in use in any case. */
export interface FileCache {
  /** The copy, if there is one. */
  find(sha256: string): LocalFile | undefined;
  /** The copy, or the one that `fetch` makes at a path; undefined where `fetch` finds nothing. Concurrent calls fetch once. */
  get(sha256: string, fetch: Fetch): Promise<LocalFile | undefined>;
  /** Moves a file in as the copy. */
  put(path: string, content: { sha256: string; sizeBytes: number }): Promise<void>;
  drop(sha256: string): Promise<void>;
  close(): Promise<void>;
}

/** Makes a copy at the path. */
type Fetch = (path: string) => Promise<{ sizeBytes: number } | undefined>;

interface Entry {
  path: string;
  sizeBytes: number;
  holds: number;
  usedAtMs: number;
  /** Goes when nobody holds it any more. */
  isDropped: boolean;
}

/** What has been deleted everywhere else does not stay here for ever. */
const idleMs = 3_600_000;
const lookEveryMs = 300_000;

/** Opens an empty cache: whether a crash left its files whole is not known. */
export async function openFileCache(directory: string, maxBytes: number): Promise<FileCache> {
  await rm(directory, { recursive: true, force: true });
  await mkdir(directory, { recursive: true, mode: 0o700 });
  /** The one that was used last is the last one. */
  const entries = new Map<string, Entry>();
  const fetching = new Map<string, Promise<Entry | undefined>>();
  const newPath = (): string => join(directory, randomUUID());

  function hold(sha256: string, entry: Entry): LocalFile {
    entry.holds += 1;
    let isHeld = true;
    return {
      path: entry.path,
      release() {
        if (!isHeld) return;
        isHeld = false;
        entry.holds -= 1;
        entry.usedAtMs = performance.now();
        if (entry.isDropped && entry.holds === 0) void removeFile(entry);
        else if (entries.get(sha256) === entry) {
          entries.delete(sha256);
          entries.set(sha256, entry);
          void evict();
        }
      },
    };
  }

  function find(sha256: string): LocalFile | undefined {
    const entry = entries.get(sha256);
    return entry && hold(sha256, entry);
  }

  async function drop(sha256: string): Promise<void> {
    const entry = entries.get(sha256);
    if (!entry) return;
    entries.delete(sha256);
    entry.isDropped = true;
    if (entry.holds === 0) await removeFile(entry);
  }

  async function evict(): Promise<void> {
    let bytes = [...entries.values()].reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
    for (const [sha256, { sizeBytes, holds, usedAtMs }] of [...entries]) {
      if (holds > 0 || (bytes <= maxBytes && performance.now() - usedAtMs < idleMs)) continue;
      bytes -= sizeBytes;
      await drop(sha256);
    }
  }

  function add(sha256: string, path: string, sizeBytes: number): Entry {
    const entry = { path, sizeBytes, holds: 0, usedAtMs: performance.now(), isDropped: false };
    entries.set(sha256, entry);
    return entry;
  }

  function begin(sha256: string, fetch: Fetch): Promise<Entry | undefined> {
    const path = newPath();
    const fetched = fetch(path)
      .then((content) => content && add(sha256, path, content.sizeBytes))
      .catch(async (error: unknown) => {
        await rm(path, { force: true });
        throw error;
      })
      .finally(() => fetching.delete(sha256));
    fetching.set(sha256, fetched);
    return fetched;
  }

  const timer = setInterval(() => void evict(), lookEveryMs);
  timer.unref();
  return {
    find,
    async get(sha256, fetch) {
      for (;;) {
        const found = find(sha256);
        if (found) return found;
        const fetched = fetching.get(sha256) ?? begin(sha256, fetch);
        const entry = await fetched;
        if (!entry) return undefined;
        // It may have had to make room before anybody held it.
        if (entry.isDropped) continue;
        const file = hold(sha256, entry);
        await evict();
        return file;
      }
    },
    async put(path, { sha256, sizeBytes }) {
      if (entries.has(sha256)) {
        await rm(path, { force: true });
        return;
      }
      const target = newPath();
      await rename(path, target);
      if (entries.has(sha256)) await rm(target, { force: true });
      else add(sha256, target, sizeBytes);
      await evict();
    },
    drop,
    async close() {
      clearInterval(timer);
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** Best effort: what cannot be removed now is removed with the whole directory at the next start. */
async function removeFile({ path }: Entry): Promise<void> {
  await rm(path, { force: true }).catch(() => undefined);
}
