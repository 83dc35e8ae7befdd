import { randomUUID } from "node:crypto";
import { Readable } from "node:stream";
import type { ObjectStore } from "@docjobs/object-store";
import type { ByteSpan } from "../content-place.js";
import type { GrowingFile, UploadFiles } from "../upload-files.js";
import { awayIfBucket, ofBucket } from "./bucket-errors.js";
import { readSpan } from "./read-span.js";

/** An object's name below the upload's, and its length. */
type Part = [name: string, sizeBytes: number];

const prefix = "uploads/";
/** Smaller parts are joined, so that chunks of a few bytes do not become thousands of objects. */
const fullPartBytes = 5 * 1024 ** 2;

/**
 * Files that grow as parts in a bucket, so that any server can take the next chunk. Each part has a name of its own, and
 * the row lists them: what a crash or a lost race has left behind is never read.
 */
export function createBucketUploads(objects: ObjectStore): UploadFiles {
  const keyOf = (documentId: string, name: string): string => `${prefix}${documentId}/${name}`;

  async function readPart(documentId: string, name: string, span: ByteSpan): Promise<Readable> {
    const body = await readSpan(objects, keyOf(documentId, name), span);
    // Its row says that it is there.
    if (!body) throw new Error(`A part of the upload ${documentId} is gone`);
    return body;
  }

  /** Best effort: what stays is never read, and goes with the upload. */
  async function removePart(documentId: string, [name]: Part): Promise<void> {
    await objects.remove(keyOf(documentId, name)).catch(() => undefined);
  }

  return {
    async append(file, chunk) {
      const { id } = file;
      const before = partsOf(file);
      const last = before.at(-1);
      const joined = last && last[1] + chunk.length <= fullPartBytes ? last : undefined;
      const start = joined ? await bytesOf(await readPart(id, joined[0], spanOf(joined))) : Buffer.alloc(0);
      const content = Buffer.concat([start, chunk]);
      const added: Part = [randomUUID(), content.length];
      if (content.length > 0) {
        const body = Readable.from([content]) as AsyncIterable<Uint8Array>;
        await ofBucket(() => objects.write(keyOf(id, added[0]), body, { sizeBytes: content.length }));
      }
      const kept = joined ? before.slice(0, -1) : before;
      return {
        parts: JSON.stringify(content.length > 0 ? [...kept, added] : kept),
        keep: async () => (joined ? removePart(id, joined) : undefined),
      };
    },
    async open(file, { start, end }) {
      const wanted: [string, ByteSpan][] = [];
      let offset = 0;
      for (const [name, sizeBytes] of partsOf(file)) {
        const span = { start: Math.max(0, start - offset), end: Math.min(sizeBytes - 1, end - offset) };
        if (span.start <= span.end) wanted.push([name, span]);
        offset += sizeBytes;
      }
      // The first one is asked for now: an answer must not begin with a failure.
      const [first, ...others] = wanted;
      if (!first) return undefined;
      const body = await readPart(file.id, ...first);
      return Readable.from(
        (async function* () {
          yield* body;
          for (const part of others) yield* await readPart(file.id, ...part);
        })(),
        { objectMode: false },
      );
    },
    async remove(documentId) {
      for (const key of await keysBelow(objects, `${prefix}${documentId}/`)) {
        await ofBucket(() => objects.remove(key));
      }
    },
    async list() {
      const keys = await keysBelow(objects, prefix);
      return new Set(keys.map((key) => key.split("/")[1] ?? "").filter((id) => id !== ""));
    },
  };
}

function partsOf({ parts }: GrowingFile): Part[] {
  return parts === null ? [] : (JSON.parse(parts) as Part[]);
}

function spanOf([, sizeBytes]: Part): ByteSpan {
  return { start: 0, end: sizeBytes - 1 };
}

async function bytesOf(body: Readable): Promise<Buffer> {
  try {
    const chunks: Buffer[] = [];
    for await (const chunk of body as AsyncIterable<Buffer>) chunks.push(chunk);
    return Buffer.concat(chunks);
  } catch (error) {
    throw awayIfBucket(error);
  }
}

async function keysBelow(objects: ObjectStore, start: string): Promise<string[]> {
  try {
    const keys: string[] = [];
    for await (const { key } of objects.list(start)) keys.push(key);
    return keys;
  } catch (error) {
    throw awayIfBucket(error);
  }
}
