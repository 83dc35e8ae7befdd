import type { RandomAccessFile } from "../random-access-file.js";

const WINDOW_BYTES = 256 * 1024;
/** No keyword that is looked for is longer, so that none is lost between two windows. */
const OVERLAP_BYTES = 64;

/** A piece of a file, one character per byte. */
export interface TextWindow {
  start: number;
  text: string;
}

/** Reads a file from its end to its start, piece by piece. */
export async function* windowsFromEnd(file: RandomAccessFile): AsyncGenerator<TextWindow> {
  for (let end = file.sizeBytes; end > 0; end -= WINDOW_BYTES) {
    const start = Math.max(0, end - WINDOW_BYTES);
    const bytes = await file.read(start, end - start + OVERLAP_BYTES);
    yield { start, text: bytes.toString("latin1") };
  }
}
