import { createHash, randomUUID } from "node:crypto";
import { mkdir, open, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Content, ContentPlace } from "./content-place.js";
import type { ContentHolds } from "./shared-holds.js";

/** A content that no row names yet; it is kept until `release` is called. */
export interface HeldBlob extends Content {
  release(): void;
}

/** Contents by their hash; equal ones are stored once. */
export interface BlobStore extends Omit<ContentPlace, "put"> {
  /** Streams into a new blob; the source is never held in memory as a whole. */
  write(source: AsyncIterable<Buffer>): Promise<HeldBlob>;
  /** Moves a finished file into the store; from the same file system, where the store is a folder. */
  adopt(path: string, content: Content): Promise<HeldBlob>;
  isHeld(sha256: string): boolean;
  /** Deletes a blob, unless somebody holds it by now; one that comes in meanwhile is put in place afterwards. */
  remove(sha256: string): Promise<void>;
}

export async function openBlobStore(
  place: ContentPlace,
  temporaryDirectory: string,
  /** Where other processes have the place too. */
  sharedHolds?: ContentHolds,
): Promise<BlobStore> {
  // What an earlier process left half written is of no use to anybody.
  await rm(temporaryDirectory, { recursive: true, force: true });
  await mkdir(temporaryDirectory, { recursive: true, mode: 0o700 });
  const holds = new Map<string, number>();
  const removals = new Map<string, Promise<void>>();

  function hold(content: Content): HeldBlob {
    const { sha256, sizeBytes } = content;
    holds.set(sha256, (holds.get(sha256) ?? 0) + 1);
    let held = true;
    const release = (): void => {
      if (!held) return;
      held = false;
      const count = (holds.get(sha256) ?? 1) - 1;
      if (count === 0) holds.delete(sha256);
      else holds.set(sha256, count);
    };
    return { sha256, sizeBytes, release };
  }

  async function adopt(source: string, content: Content): Promise<HeldBlob> {
    const own = hold(content);
    const shared = await sharedHolds?.take(content.sha256).catch((error: unknown) => {
      own.release();
      throw error;
    });
    const held = {
      ...own,
      release() {
        own.release();
        shared?.release();
      },
    };
    try {
      await removals.get(content.sha256);
      await place.put(source, content);
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
    write,
    adopt,
    size: (sha256) => place.size(sha256),
    open: (sha256, span) => place.open(sha256, span),
    local: (sha256) => place.local(sha256),
    isHeld: (sha256) => holds.has(sha256),
    async remove(sha256) {
      if (holds.has(sha256)) return;
      const removal = place.remove(sha256).finally(() => removals.delete(sha256));
      // Who waits for it does not care how it ended.
      removals.set(
        sha256,
        removal.catch(() => undefined),
      );
      await removal;
    },
    list: () => place.list(),
  };
}

async function writeHashed(path: string, source: AsyncIterable<Buffer>): Promise<Content> {
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
