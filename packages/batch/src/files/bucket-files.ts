import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { rm } from "node:fs/promises";
import { basename, posix } from "node:path";
import { Readable } from "node:stream";
import { FileExistsError, InputFileError } from "@docjobs/jobs-core";
import { fileOf } from "@docjobs/jobs-core/node";
import type { ObjectInfo, ObjectStore } from "@docjobs/object-store";
import { bucketFailure } from "./bucket-failure.js";
import type { Files } from "./files.js";
import type { Buckets } from "./open-buckets.js";
import { folderPlace, placeIn } from "./places.js";
import { readObject } from "./read-object.js";

/** One version of an object. */
interface FoundObject {
  store: ObjectStore;
  info: ObjectInfo;
}

/** A text is small. */
const TEXT_RANGE = { end: 65_535 };

/** Files that are objects of buckets. */
export function createBucketFiles(buckets: Buckets): Files {
  async function at<Value>(
    place: string,
    work: (store: ObjectStore, key: string) => Promise<Value>,
  ): Promise<Value> {
    const { store, key } = await buckets.at(place);
    try {
      return await work(store, key);
    } catch (error) {
      throw bucketFailure(error, place);
    }
  }

  async function find(place: string): Promise<FoundObject> {
    const found = await at(place, async (store, key) => {
      const info = key === "" ? undefined : await store.head(key);
      return info && { store, info };
    });
    if (!found) throw new InputFileError(`${place} does not exist.`);
    if (found.info.sizeBytes === 0) throw new InputFileError(`${place} is empty.`);
    return found;
  }

  const files: Files = {
    isRemote: true,
    sizeOf: async (place) => (await find(place)).info.sizeBytes,
    sha256Of: (place) => at(place, (store, key) => digest(store, key)),
    async open(place, signal) {
      const { store, info } = await find(place);
      const { sizeBytes, modifiedAt: lastModified } = info;
      return fileOf({
        name: posix.basename(info.key),
        sizeBytes,
        lastModified,
        read: (start, end) => readObject(store, info, { start, end, place, signal }),
      });
    },
    async reader(place) {
      const { store, info } = await find(place);
      const { sizeBytes } = info;
      return {
        sizeBytes,
        async read(start, wantedBytes) {
          const end = Math.min(start + wantedBytes, sizeBytes);
          const chunks: Uint8Array[] = [];
          if (start >= end) return Buffer.alloc(0);
          for await (const chunk of readObject(store, info, { start, end, place })) chunks.push(chunk);
          return Buffer.concat(chunks);
        },
      };
    },
    has: (place) => at(place, async (store, key) => (await store.head(key)) !== undefined),
    holds: (place, content) =>
      at(place, async (store, key) => {
        const info = await store.head(key);
        if (info?.sizeBytes !== content.sizeBytes) return false;
        // Whoever else wrote it did not say what it is.
        return (info.sha256 ?? (await digest(store, key))) === content.sha256;
      }),
    async publish(file, place, { overwrite, signal }) {
      const { sizeBytes, sha256 } = file;
      try {
        await at(place, (store, key) =>
          store.write(key, createReadStream(file.stage), { sizeBytes, sha256, ifAbsent: !overwrite, signal }),
        );
      } catch (error) {
        // A run that was killed behind the write, or whose answer was lost, has left this very object.
        if (!FileExistsError.isInstance(error) || !(await files.holds(place, file))) throw error;
      }
      await rm(file.stage, { force: true });
    },
    async share(file, folder, signal) {
      const place = placeIn(folder, basename(file.stage));
      const { sizeBytes, sha256 } = file;
      await at(place, (store, key) =>
        store.write(key, createReadStream(file.stage), { sizeBytes, sha256, signal }),
      );
      await rm(file.stage, { force: true });
      return place;
    },
    unshare: (folder) =>
      at(folderPlace(folder), async (store, prefix) => {
        const keys: string[] = [];
        for await (const { key } of store.list(prefix)) keys.push(key);
        for (const key of keys) await store.remove(key);
      }),
    firstText: (place, text) =>
      at(place, async (store, key) => {
        try {
          await store.write(key, Readable.from([Buffer.from(text)]), { ifAbsent: true });
          return text;
        } catch (error) {
          if ((error as { code?: unknown }).code !== "object_exists") throw error;
          const { end } = TEXT_RANGE;
          const chunks: Uint8Array[] = [];
          for await (const chunk of await store.read(key, { end })) chunks.push(chunk as Uint8Array);
          return Buffer.concat(chunks).toString();
        }
      }),
    async writeText(place, parts) {
      await at(place, (store, key) => store.write(key, encoded(parts), { contentType: "application/jsonl" }));
    },
  };
  return files;
}

async function digest(store: ObjectStore, key: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of await store.read(key)) hash.update(chunk as Buffer);
  return hash.digest("hex");
}

async function* encoded(parts: AsyncIterable<string>): AsyncGenerator<Uint8Array> {
  for await (const part of parts) yield Buffer.from(part);
}
