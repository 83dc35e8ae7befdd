import { createHash, randomUUID } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdir, open, readdir, rename, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { ContentHolds } from "./shared-holds.js";

export interface Blob {
  sha256: string;
  sizeBytes: number;
}

/** A blob that no row names yet; it is kept until `release` is called. */
export interface HeldBlob extends Blob {
  release(): void;
}

/** Content-addressed files: `<directory>/<first two digits>/<sha256>`. Equal contents are stored once. */
export interface BlobStore {
  path(sha256: string): string;
  /** Streams into a new blob; the source is never held in memory as a whole. */
  write(source: AsyncIterable<Buffer>): Promise<HeldBlob>;
  /** Moves a finished file of the same file system into the store. */
  adopt(path: string, blob: Blob): Promise<HeldBlob>;
  /** Reads a file into the store, leaving it where it is. */
  copy(path: string): Promise<HeldBlob>;
  isHeld(sha256: string): boolean;
  /** Deletes a blob, unless somebody holds it by now; one that comes in meanwhile is put in place afterwards. */
  remove(sha256: string): Promise<void>;
  list(): Promise<string[]>;
}

export async function openBlobStore(
  directory: string,
  temporaryDirectory: string,
  /** Where other processes have the directory too. */
  sharedHolds?: ContentHolds,
): Promise<BlobStore> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  // What an earlier process left half written is of no use to anybody.
  await rm(temporaryDirectory, { recursive: true, force: true });
  await mkdir(temporaryDirectory, { recursive: true, mode: 0o700 });
  const holds = new Map<string, number>();
  const removals = new Map<string, Promise<void>>();
  const path = (sha256: string): string => join(directory, sha256.slice(0, 2), sha256);

  function hold(blob: Blob): HeldBlob {
    holds.set(blob.sha256, (holds.get(blob.sha256) ?? 0) + 1);
    let held = true;
    const release = (): void => {
      if (!held) return;
      held = false;
      const count = (holds.get(blob.sha256) ?? 1) - 1;
      if (count === 0) holds.delete(blob.sha256);
      else holds.set(blob.sha256, count);
    };
    return { ...blob, release };
  }

  async function adopt(source: string, blob: Blob): Promise<HeldBlob> {
    const own = hold(blob);
    const shared = await sharedHolds?.take(blob.sha256).catch((error: unknown) => {
      own.release();
      throw error;
    });
    const held = {
      ...blob,
      release() {
        own.release();
        shared?.release();
      },
    };
    try {
      const target = path(blob.sha256);
      await removals.get(blob.sha256);
      await mkdir(dirname(target), { recursive: true, mode: 0o700 });
      await rename(source, target);
      await syncDirectory(dirname(target));
      return held;
    } catch (error) {
      held.release();
      throw error;
    }
  }

  async function write(source: AsyncIterable<Buffer>): Promise<HeldBlob> {
    const temporary = join(temporaryDirectory, randomUUID());
    try {
      return await adopt(temporary, await writeHashed(temporary, source));
    } catch (error) {
      await rm(temporary, { force: true });
      throw error;
    }
  }

  return {
    path,
    write,
    adopt,
    copy: (from) => write(createReadStream(from) as AsyncIterable<Buffer>),
    isHeld: (sha256) => holds.has(sha256),
    async remove(sha256) {
      if (holds.has(sha256)) return;
      const removal = rm(path(sha256), { force: true }).finally(() => removals.delete(sha256));
      removals.set(sha256, removal);
      await removal;
    },
    list: () => listBlobs(directory),
  };
}

async function writeHashed(path: string, source: AsyncIterable<Buffer>): Promise<Blob> {
  const hash = createHash("sha256");
  let sizeBytes = 0;
  const file = await open(path, "wx", 0o600);
  try {
    for await (const chunk of source) {
      hash.update(chunk);
      sizeBytes += chunk.length;
      await file.writeFile(chunk);
    }
    await file.sync();
  } finally {
    await file.close();
  }
  return { sha256: hash.digest("hex"), sizeBytes };
}

/** So that the file's name survives a loss of power as its content does. */
async function syncDirectory(path: string): Promise<void> {
  const directory = await open(path, "r");
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}

async function listBlobs(directory: string): Promise<string[]> {
  const found: string[] = [];
  for (const entry of await readdir(directory, { withFileTypes: true })) {
    if (!entry.isDirectory()) continue;
    found.push(...(await readdir(join(directory, entry.name))));
  }
  return found;
}

/** The first bytes of a file, for telling its format. */
export async function readHead(path: string, bytes: number): Promise<Uint8Array> {
  const file = await open(path, "r");
  try {
    const buffer = Buffer.alloc(bytes);
    const { bytesRead } = await file.read(buffer, 0, bytes, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

/** Whether the file is there, and how long. */
export async function fileSize(path: string): Promise<number | undefined> {
  try {
    return (await stat(path)).size;
  } catch {
    return undefined;
  }
}
