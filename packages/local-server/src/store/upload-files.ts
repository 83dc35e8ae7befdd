import { mkdir, open, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Readable } from "node:stream";
import type { ByteSpan } from "./content-place.js";
import type { Document } from "./tables.js";

/** A file that grows, as its row has it. */
export type GrowingFile = Pick<Document, "id" | "sizeBytes" | "parts">;

/** A chunk that is stored, and counts when the row says so. */
export interface AppendedChunk {
  /** For the row. */
  parts: string | null;
  /** To be called once the row has it. */
  keep(): Promise<void>;
}

/** Files that grow chunk by chunk, until they are used and sealed into the blob store. One append to a file at a time. */
export interface UploadFiles {
  /** Puts a chunk behind the bytes that the row counts, so that a chunk lost in a crash is overwritten or never seen. */
  append(file: GrowingFile, chunk: Uint8Array): Promise<AppendedChunk>;
  /** A span of the bytes that the row counts; undefined where they have gone. */
  open(file: GrowingFile, span: ByteSpan): Promise<Readable | undefined>;
  remove(documentId: string): Promise<void>;
  /** Ids of the documents that have such a file. */
  list(): Promise<Iterable<string>>;
}

/** Each in a file of its own. */
export async function openUploadFolder(directory: string): Promise<UploadFiles> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const path = (documentId: string): string => join(directory, documentId);
  return {
    async append({ id, sizeBytes }, chunk) {
      const file = await open(path(id), sizeBytes === 0 ? "w" : "r+", 0o600);
      try {
        await file.truncate(sizeBytes);
        // On a disk that is nearly full a write takes a part only, and the next one fails.
        for (let done = 0; done < chunk.length;) {
          const { bytesWritten } = await file.write(chunk, done, chunk.length - done, sizeBytes + done);
          done += bytesWritten;
        }
        await file.sync();
      } finally {
        await file.close();
      }
      return { parts: null, keep: async () => undefined };
    },
    async open({ id }, span) {
      try {
        return (await open(path(id), "r")).createReadStream(span);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
        throw error;
      }
    },
    remove: (documentId) => rm(path(documentId), { force: true }),
    list: () => readdir(directory),
  };
}
