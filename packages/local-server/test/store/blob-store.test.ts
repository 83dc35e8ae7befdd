import { mkdtemp, readFile, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { type BlobStore, openBlobStore } from "../../src/store/blob-store.js";
import { openSqliteStore } from "../../src/store/open-sqlite-store.js";
import { removeUnused } from "../../src/store/remove-unused.js";
import type { Store } from "../../src/store/store.js";
import { sweepOrphans } from "../../src/store/sweep.js";
import { openUploadFiles, type UploadFiles } from "../../src/store/upload-files.js";

let directory: string;
let blobs: BlobStore;
let store: Store;
let uploads: UploadFiles;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "docjobs-blobs-"));
  blobs = await openBlobStore(join(directory, "files"), join(directory, "tmp"));
  uploads = await openUploadFiles(join(directory, "uploads"));
  store = openSqliteStore(join(directory, "docjobs.sqlite"));
});
afterEach(async () => {
  await store.close();
  await rm(directory, { recursive: true, force: true });
});

async function* chunks(...texts: string[]): AsyncGenerator<Buffer> {
  for (const text of texts) yield Buffer.from(text);
}

it("stores equal contents once, by their hash", async () => {
  const first = await blobs.write(chunks("ab", "c"));
  const second = await blobs.write(chunks("abc"));
  expect(first.sha256).toBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  expect(second).toMatchObject({ sha256: first.sha256, sizeBytes: 3 });
  expect(await readFile(blobs.path(first.sha256), "utf8")).toBe("abc");
  expect(await blobs.list()).toEqual([first.sha256]);
});

it("keeps a content that comes in while it is being removed", async () => {
  for (let round = 0; round < 20; round += 1) {
    const first = await blobs.write(chunks("abc"));
    first.release();
    const [, held] = await Promise.all([
      removeUnused(store, blobs, [first.sha256]),
      blobs.write(chunks("abc")),
    ]);
    expect(await readFile(blobs.path(held.sha256), "utf8")).toBe("abc");
    await removeUnused(store, blobs, [held.sha256]);
    expect(await blobs.list()).toEqual([held.sha256]);
    held.release();
    await removeUnused(store, blobs, [held.sha256]);
    expect(await blobs.list()).toEqual([]);
  }
});

it("leaves nothing of a source that breaks off", async () => {
  async function* broken(): AsyncGenerator<Buffer> {
    yield Buffer.from("half");
    throw new Error("the client went away");
  }
  await expect(blobs.write(broken())).rejects.toThrow("the client went away");
  expect(await readdir(join(directory, "tmp"))).toEqual([]);
  expect(await blobs.list()).toEqual([]);
});

it("removes a content only when no row names it and nobody holds it", async () => {
  const held = await blobs.write(chunks("held"));
  const again = await blobs.write(chunks("held"));
  held.release();
  await removeUnused(store, blobs, [held.sha256]);
  expect(await blobs.list()).toEqual([held.sha256]);
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
  expect(await blobs.list()).toEqual([held.sha256]);
  await store.database.deleteFrom("document").execute();
  await sweepOrphans(store, blobs, uploads);
  expect(await blobs.list()).toEqual([]);
});

it("removes a half upload that no row names", async () => {
  await uploads.append("left-behind", 0, Buffer.from("half"));
  await sweepOrphans(store, blobs, uploads);
  expect(await uploads.list()).toEqual([]);
});
