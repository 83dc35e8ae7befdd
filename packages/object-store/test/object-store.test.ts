import { createHash, randomBytes } from "node:crypto";
import type { Readable } from "node:stream";
import { expect, test } from "vitest";
import {
  ObjectChangedError,
  ObjectExistsError,
  type ObjectStore,
  ObjectTransferError,
} from "../src/index.js";
import { startS3 } from "./support/s3-server.js";

async function* bodyOf(...chunks: (string | Uint8Array)[]): AsyncGenerator<Uint8Array> {
  for (const chunk of chunks) yield Buffer.from(chunk);
}

async function bytesOf(stream: Readable): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

async function textAt(store: ObjectStore, key: string): Promise<string> {
  return (await bytesOf(await store.read(key))).toString();
}

async function keysOf(store: ObjectStore, prefix = ""): Promise<string[]> {
  const keys: string[] = [];
  for await (const { key } of store.list(prefix)) keys.push(key);
  // The server of these tests sorts by folders.
  return keys.sort();
}

test("what was written is there, with its size, version and time", async () => {
  const store = await (await startS3()).open();
  const written = await store.write("a/b.pdf", bodyOf("con", "tent"), { contentType: "application/pdf" });
  const etag = createHash("md5").update("content").digest("hex");
  expect(written).toEqual({ key: "a/b.pdf", sizeBytes: 7, etag });
  const found = await store.head("a/b.pdf");
  expect(found).toMatchObject({ key: "a/b.pdf", sizeBytes: 7, etag });
  expect(Math.abs((found?.modifiedAt ?? 0) - Date.now())).toBeLessThan(600_000);
  expect(await textAt(store, "a/b.pdf")).toBe("content");
  expect(await store.head("a/c.pdf")).toBeUndefined();
  await store.remove("a/b.pdf");
  await store.remove("a/b.pdf");
  expect(await store.head("a/b.pdf")).toBeUndefined();
});

test("an empty object is an object", async () => {
  const store = await (await startS3()).open();
  await store.write("empty", bodyOf());
  expect(await store.head("empty")).toMatchObject({ sizeBytes: 0 });
  expect(await textAt(store, "empty")).toBe("");
});

test("a body of many parts arrives whole, and its parts are in order", async () => {
  const store = await (await startS3()).open();
  const content = randomBytes(21 * 1024 * 1024 + 7);
  async function* pieces(): AsyncGenerator<Uint8Array> {
    for (let at = 0; at < content.length; at += 1_000_003) yield content.subarray(at, at + 1_000_003);
  }
  const sha256 = createHash("sha256").update(content).digest("hex");
  await store.write("big", pieces(), { sizeBytes: content.length, sha256 });
  expect(await store.head("big")).toMatchObject({ sizeBytes: content.length, sha256 });
  expect((await bytesOf(await store.read("big"))).equals(content)).toBe(true);
  const range = await bytesOf(await store.read("big", { start: 8_388_600, end: 8_388_620 }));
  expect(range.equals(content.subarray(8_388_600, 8_388_621))).toBe(true);
});

test("a range is what was asked for", async () => {
  const store = await (await startS3()).open();
  await store.write("a", bodyOf("0123456789"));
  expect((await bytesOf(await store.read("a", { start: 2, end: 4 }))).toString()).toBe("234");
  expect((await bytesOf(await store.read("a", { start: 7 }))).toString()).toBe("789");
});

test("a reader that wants one version does not get another", async () => {
  const store = await (await startS3()).open();
  const { etag } = await store.write("a", bodyOf("one"));
  expect((await bytesOf(await store.read("a", { ifMatch: etag }))).toString()).toBe("one");
  await store.write("a", bodyOf("two"));
  await expect(store.read("a", { ifMatch: etag })).rejects.toThrow(ObjectChangedError);
});

test("ifAbsent replaces nothing", async () => {
  const store = await (await startS3()).open();
  await store.write("a", bodyOf("precious"), { ifAbsent: true });
  await expect(store.write("a", bodyOf("other"), { ifAbsent: true })).rejects.toThrow(ObjectExistsError);
  expect(await textAt(store, "a")).toBe("precious");
  await store.write("a", bodyOf("other"));
  expect(await textAt(store, "a")).toBe("other");
});

test.each([3, 20 * 1024 * 1024])(
  "a body of %i bytes that is not what was told is not stored",
  async (sizeBytes) => {
    const store = await (await startS3()).open();
    const chunks = Array.from({ length: 10 }, () => Buffer.alloc(sizeBytes / 10 + 1));
    const told = { sizeBytes: sizeBytes * 2 };
    await expect(store.write("a", bodyOf(...chunks), told)).rejects.toThrow(ObjectTransferError);
    await expect(store.write("a", bodyOf(...chunks), { sizeBytes: 2 })).rejects.toThrow(ObjectTransferError);
    const sha256 = "0".repeat(64);
    await expect(store.write("a", bodyOf(...chunks), { sha256 })).rejects.toThrow(ObjectTransferError);
    async function* broken(): AsyncGenerator<Uint8Array> {
      yield* chunks;
      throw new RangeError("the disk");
    }
    await expect(store.write("a", broken())).rejects.toThrow(RangeError);
    expect(await keysOf(store)).toEqual([]);
  },
);

test("a list is of what stands below the prefix alone", async () => {
  const server = await startS3();
  const whole = await server.open();
  for (const key of ["in/b", "in/a/c", "input", "in/a.pdf", "z"]) await whole.write(key, bodyOf(key));
  const below = await server.open("s3://bucket/in");
  expect(below.url).toBe("s3://bucket/in/");
  expect(await keysOf(below)).toEqual(["a.pdf", "a/c", "b"]);
  expect(await keysOf(below, "a")).toEqual(["a.pdf", "a/c"]);
  await below.write("a/d", bodyOf("d"));
  expect(await textAt(whole, "in/a/d")).toBe("d");
});

test.each(["a b+c%20d.pdf", "ä/日本語/🙂.pdf", "%2e%2e%2fx", "a&b=c;d?e#f", "q'\"<>.pdf", "-rf *"])(
  "the key %j is what it says",
  async (key) => {
    const server = await startS3();
    const store = await server.open();
    await store.write(key, bodyOf(key));
    expect(await textAt(store, key)).toBe(key);
    expect(await keysOf(store)).toEqual([key]);
    await store.remove(key);
    expect(await keysOf(store)).toEqual([]);
  },
);

test.each(["", "../x", "a/../../x", "./x", "a/.", "a\u0000b", "a\nb", "\ud800", "x".repeat(1025)])(
  "the key %j is refused before anything is sent",
  async (key) => {
    const store = await (await startS3()).open("s3://bucket/below/");
    await expect(store.write(key, bodyOf("x"))).rejects.toMatchObject({ code: "object_key" });
    await expect(store.read(key)).rejects.toMatchObject({ code: "object_key" });
    await expect(store.head(key)).rejects.toMatchObject({ code: "object_key" });
    await expect(store.remove(key)).rejects.toMatchObject({ code: "object_key" });
  },
);
