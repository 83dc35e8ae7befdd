import type { RandomAccessFile } from "../../src/input/random-access-file.js";

/** A file that is in memory. */
export function memoryFile(bytes: Uint8Array): RandomAccessFile {
  return {
    sizeBytes: bytes.length,
    read: (start, sizeBytes) => Promise.resolve(Buffer.from(bytes.subarray(start, start + sizeBytes))),
  };
}
