import { mkdir, open, readdir, rm } from "node:fs/promises";
import { join } from "node:path";

/** Files that grow chunk by chunk, until they are used and sealed into the blob store. */
export interface UploadFiles {
  path(documentId: string): string;
  /** Writes a chunk behind the bytes that the row counts, so that a chunk lost in a crash is overwritten. */
  append(documentId: string, offset: number, chunk: Uint8Array): Promise<void>;
  remove(documentId: string): Promise<void>;
  /** Ids of the documents that have such a file. */
  list(): Promise<string[]>;
}

export async function openUploadFiles(directory: string): Promise<UploadFiles> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const path = (documentId: string): string => join(directory, documentId);
  return {
    path,
    async append(documentId, offset, chunk) {
      const file = await open(path(documentId), offset === 0 ? "w" : "r+", 0o600);
      try {
        await file.truncate(offset);
        // On a disk that is nearly full a write takes a part only, and the next one fails.
        for (let done = 0; done < chunk.length;) {
          const { bytesWritten } = await file.write(chunk, done, chunk.length - done, offset + done);
          done += bytesWritten;
        }
        await file.sync();
      } finally {
        await file.close();
      }
    },
    remove: (documentId) => rm(path(documentId), { force: true }),
    list: () => readdir(directory),
  };
}
