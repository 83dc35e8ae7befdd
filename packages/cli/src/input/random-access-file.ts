import { open } from "node:fs/promises";

/** A file of which pieces are read where they are wanted, so that a large one is never held whole. */
export interface RandomAccessFile {
  sizeBytes: number;
  /** The bytes from `start`; fewer than asked for at the end of the file. */
  read(start: number, sizeBytes: number): Promise<Buffer>;
}

/** Opens a file for as long as `use` runs. */
export async function withFile<Result>(
  path: string,
  use: (file: RandomAccessFile) => Promise<Result>,
): Promise<Result> {
  const handle = await open(path);
  try {
    const { size } = await handle.stat();
    return await use({
      sizeBytes: size,
      async read(start, sizeBytes) {
        const wanted = Math.max(0, Math.min(sizeBytes, size - start));
        const { buffer, bytesRead } = await handle.read(Buffer.alloc(wanted), 0, wanted, start);
        return buffer.subarray(0, bytesRead);
      },
    });
  } finally {
    await handle.close();
  }
}
