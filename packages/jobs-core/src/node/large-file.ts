import type { Stats } from "node:fs";
import { open, stat } from "node:fs/promises";
import { RangedFile } from "./ranged-file.js";

const PIECE_BYTES = 64 * 1024;

/**
 * A file on disk that is read as it is sent. Node's own (`openAsBlob`) counts bytes in 32 bits. Its stream fails with
 * NotReadableError once the file is not what it was, as Node's own does.
 */
export function largeFile(path: string, name: string, stats: Stats, type: string = ""): RangedFile {
  const { size: sizeBytes, mtimeMs: lastModified } = stats;
  const read = (start: number, end: number): AsyncIterable<Uint8Array> =>
    readUnchanged(path, stats, { start, end });
  return new RangedFile({ name, sizeBytes, lastModified, read }, type);
}

async function* readUnchanged(
  path: string,
  stats: Stats,
  { start, end }: { start: number; end: number },
): AsyncGenerator<Uint8Array> {
  const file = await open(path).catch((error: unknown) => {
    throw notReadable(error);
  });
  try {
    for (let at = start; at < end;) {
      const buffer = new Uint8Array(Math.min(PIECE_BYTES, end - at));
      const { bytesRead } = await file.read(buffer, 0, buffer.length, at);
      await checkSame(path, stats);
      if (bytesRead === 0) throw notReadable();
      yield buffer.subarray(0, bytesRead);
      at += bytesRead;
    }
  } finally {
    await file.close();
  }
}

/** Fails with NotReadableError where the path does not lead to the same file any more, or the file has changed. */
async function checkSame(path: string, was: Stats): Promise<void> {
  const now = await stat(path).catch((error: unknown) => {
    throw notReadable(error);
  });
  if (now.size !== was.size || now.mtimeMs !== was.mtimeMs || now.ino !== was.ino) throw notReadable();
}

function notReadable(cause?: unknown): DOMException {
  return new DOMException("The file could not be read", { name: "NotReadableError", cause });
}
