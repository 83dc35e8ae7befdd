import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { open, rm } from "node:fs/promises";
import type { Readable } from "node:stream";
import type { ObjectStore } from "@docjobs/object-store";
import type { Content, ContentPlace } from "../content-place.js";
import { awayIfBucket, ofBucket } from "./bucket-errors.js";
import { readSpan } from "./read-span.js";
import type { FileCache } from "./file-cache.js";

const prefix = "contents/";

/** Contents as objects of a bucket, with copies of those in use on this machine. */
export function createBucketPlace(objects: ObjectStore, cache: FileCache): ContentPlace {
  const keyOf = (sha256: string): string => prefix + sha256;

  /** Whether the bucket has it already: whole, since its objects are. */
  async function has({ sha256, sizeBytes }: Content): Promise<boolean> {
    const found = await ofBucket(() => objects.head(keyOf(sha256)));
    return found?.sizeBytes === sizeBytes && found.sha256 === sha256;
  }

  async function fetch(sha256: string, path: string): Promise<Content | undefined> {
    const body = await ofBucket(() => objects.read(keyOf(sha256)));
    if (!body) return undefined;
    const sizeBytes = await download(body, path, sha256);
    return { sha256, sizeBytes };
  }

  return {
    async put(path, content) {
      if (!(await has(content))) {
        const body = createReadStream(path) as AsyncIterable<Uint8Array>;
        await ofBucket(() => objects.write(keyOf(content.sha256), body, content));
      }
      // It is stored: that no copy could be kept is no reason to fail.
      await cache.put(path, content).catch(() => rm(path, { force: true }));
    },
    async size(sha256) {
      return (await ofBucket(() => objects.head(keyOf(sha256))))?.sizeBytes;
    },
    async open(sha256, span) {
      const copy = cache.find(sha256);
      if (!copy) return readSpan(objects, keyOf(sha256), span);
      const stream = createReadStream(copy.path, span);
      stream.once("close", () => copy.release());
      return stream;
    },
    local: (sha256) => cache.get(sha256, (path) => fetch(sha256, path)),
    async remove(sha256) {
      await cache.drop(sha256);
      await ofBucket(() => objects.remove(keyOf(sha256)));
    },
    async *list() {
      try {
        for await (const { key } of objects.list(prefix)) {
          const sha256 = key.slice(prefix.length);
          if (/^[0-9a-f]{64}$/.test(sha256)) yield sha256;
        }
      } catch (error) {
        throw awayIfBucket(error);
      }
    },
  };
}

/** Whole and with the hash that it is named by, or not at all. */
async function download(body: Readable, path: string, sha256: string): Promise<number> {
  const hash = createHash("sha256");
  let sizeBytes = 0;
  const file = await open(path, "wx", 0o600);
  try {
    for await (const chunk of body as AsyncIterable<Buffer>) {
      hash.update(chunk);
      sizeBytes += chunk.length;
      await file.writeFile(chunk);
    }
  } catch (error) {
    throw awayIfBucket(error);
  } finally {
    await file.close();
  }
  if (hash.digest("hex") === sha256) return sizeBytes;
  throw new Error(`The bucket has something else under ${prefix}${sha256}`);
}
