import { mkdtemp, readFile, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type BlobStore, openBlobStore } from "../../src/store/blob-store.js";
import { createBucketPlace } from "../../src/store/bucket/bucket-place.js";
import { createBucketUploads } from "../../src/store/bucket/bucket-uploads.js";
import { openFileCache } from "../../src/store/bucket/file-cache.js";
import { openFolderPlace } from "../../src/store/folder-place.js";
import { openSqliteStore } from "../../src/store/open-sqlite-store.js";
import { removeUnused } from "../../src/store/remove-unused.js";
import type { Store } from "../../src/store/store.js";
import { sweepOrphans } from "../../src/store/sweep.js";
import { openUploadFolder, type UploadFiles } from "../../src/store/upload-files.js";
import { type S3Server, startS3 } from "../support/s3-server.js";

let s3: S3Server;
let directory: string;
let blobs: BlobStore;
let store: Store;
let uploads: UploadFiles;
let closeFiles: () => Promise<void>;

beforeAll(async () => {
  s3 = await startS3();
});
afterAll(() => s3.close());

let count = 0;
const places = {
  async folder() {
    blobs = await openBlobStore(await openFolderPlace(join(directory, "files")), join(directory, "tmp"));
    uploads = await openUploadFolder(join(directory, "uploads"));
    closeFiles = async () => undefined;
  },
  async bucket() {
    const objects = await s3.open(`s3://bucket/test-${++count}/`);
    const cache = await openFileCache(join(directory, "cache"), 10);
    blobs = await openBlobStore(createBucketPlace(objects, cache), join(directory, "tmp"));
    uploads = createBucketUploads(objects);
    closeFiles = async () => {
      await cache.close();
      objects.close();
    };
  },
};

async function* chunks(...texts: string[]): AsyncGenerator<Buffer> {
  for (const text of texts) yield Buffer.from(text);
}

async function stored(): Promise<string[]> {
  const found: string[] = [];
  for await (const sha256 of blobs.list()) found.push(sha256);
  return found;
}

/** Of a content with three bytes. */
async function contentOf(sha256: string, start = 0, end = 2): Promise<string | undefined> {
  const stream = await blobs.open(sha256, { start, end });
  return stream && (await buffer(stream)).toString();
}

describe.each(["folder", "bucket"] as const)("in a %s", (place) => {
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), "docjobs-blobs-"));
    await places[place]();
    store = openSqliteStore(join(directory, "docjobs.sqlite"));
  });
  afterEach(async () => {
    await closeFiles();
    await store.close();
    await rm(directory, { recursive: true, force: true });
  });

  it("stores equal contents once, by their hash", async () => {
    const first = await blobs.write(chunks("ab", "c"));
    const second = await blobs.write(chunks("abc"));
    expect(first.sha256).toBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    expect(second).toMatchObject({ sha256: first.sha256, sizeBytes: 3 });
    expect(await contentOf(first.sha256)).toBe("abc");
    expect(await contentOf(first.sha256, 1, 1)).toBe("b");
    expect(await blobs.size(first.sha256)).toBe(3);
    expect(await stored()).toEqual([first.sha256]);
  });

  it("knows nothing of a content that is not there", async () => {
    const sha256 = "0".repeat(64);
    expect(await blobs.size(sha256)).toBeUndefined();
    expect(await blobs.local(sha256)).toBeUndefined();
    expect(await contentOf(sha256)).toBeUndefined();
    await blobs.remove(sha256);
  });

  it("gives a content as a file, over and over", async () => {
    const texts = ["one content", "another content", "a third"];
    const hashes: string[] = [];
    for (const text of texts) hashes.push((await blobs.write(chunks(text))).sha256);
    for (let round = 0; round < 3; round += 1) {
      const files = await Promise.all([...hashes, ...hashes].map((sha256) => blobs.local(sha256)));
      const found = await Promise.all(files.map((file) => readFile(file?.path ?? "", "utf8")));
      expect(found).toEqual([...texts, ...texts]);
      for (const file of files) file?.release();
    }
  });

  it("keeps a content that comes in while it is being removed", async () => {
    for (let round = 0; round < 20; round += 1) {
      const first = await blobs.write(chunks("abc"));
      first.release();
      const [, held] = await Promise.all([
        removeUnused(store, blobs, [first.sha256]),
        blobs.write(chunks("abc")),
      ]);
      expect(await contentOf(held.sha256)).toBe("abc");
      await removeUnused(store, blobs, [held.sha256]);
      expect(await stored()).toEqual([held.sha256]);
      held.release();
      await removeUnused(store, blobs, [held.sha256]);
      expect(await stored()).toEqual([]);
    }
  });

  it("leaves nothing of a source that breaks off", async () => {
    async function* broken(): AsyncGenerator<Buffer> {
      yield Buffer.from("half");
      throw new Error("the client went away");
    }
    await expect(blobs.write(broken())).rejects.toThrow("the client went away");
    expect(await readdir(join(directory, "tmp"))).toEqual([]);
    expect(await stored()).toEqual([]);
  });

  it("removes a content only when no row names it and nobody holds it", async () => {
    const held = await blobs.write(chunks("held"));
    const again = await blobs.write(chunks("held"));
    held.release();
    await removeUnused(store, blobs, [held.sha256]);
    expect(await stored()).toEqual([held.sha256]);
    await store.database
      .insertInto("document")
      .values({
        id: "d",
        api: "ldxhub",
        account: "a",
        name: "n",
        contentType: null,
        sizeBytes: 4,
        sha256: held.sha256,
        pageCount: null,
        createdAt: 0,
        updatedAt: 0,
        expiresAt: 1,
      })
      .execute();
    again.release();
    await sweepOrphans(store, blobs, uploads);
    expect(await stored()).toEqual([held.sha256]);
    await store.database.deleteFrom("document").execute();
    await sweepOrphans(store, blobs, uploads);
    expect(await stored()).toEqual([]);
  });

  it("removes a half upload that no row names", async () => {
    await uploads.append({ id: "left-behind", sizeBytes: 0, parts: null }, Buffer.from("half"));
    expect([...(await uploads.list())]).toEqual(["left-behind"]);
    await sweepOrphans(store, blobs, uploads);
    expect([...(await uploads.list())]).toEqual([]);
  });

  it("puts a growing file together again, and never shows a chunk that its row does not count", async () => {
    const file = { id: "growing", sizeBytes: 0, parts: null as string | null };
    let whole = Buffer.alloc(0);
    for (const [round, length] of [3, 0, 6_000_000, 1, 2, 5_000_000, 4_000_000].entries()) {
      const chunk = Buffer.alloc(length, round + 97);
      // Lost: the row did not come to know it.
      await uploads.append(file, Buffer.from("lost in a crash"));
      const { parts, keep } = await uploads.append(file, chunk);
      file.sizeBytes += length;
      file.parts = parts;
      await keep();
      whole = Buffer.concat([whole, chunk]);
    }
    for (const [start, end] of [
      [0, whole.length - 1],
      [2, 3],
      [5_999_999, 6_000_010],
      [6_000_003, whole.length - 2],
    ] as const) {
      const stream = await uploads.open(file, { start, end });
      const found = stream && (await buffer(stream));
      expect(found?.equals(whole.subarray(start, end + 1)), `${start}-${end}`).toBe(true);
    }
    await uploads.remove(file.id);
    expect([...(await uploads.list())]).toEqual([]);
  });
});
