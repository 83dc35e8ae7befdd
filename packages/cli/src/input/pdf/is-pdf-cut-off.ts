import type { RandomAccessFile } from "../random-access-file.js";
import { windowsFromEnd } from "./windows-from-end.js";

/**
 * True for a PDF whose last object has no `startxref` behind it (ISO 32000-1 7.5.5): the end is missing. A linearized
 * file has one near its start and another at its end; an update appends objects and one more; junk may follow the last.
 */
export async function isPdfCutOff(file: RandomAccessFile): Promise<boolean> {
  for await (const { text } of windowsFromEnd(file)) {
    const end = text.lastIndexOf("startxref");
    const object = Math.max(text.lastIndexOf("endobj"), lastObjectStart(text));
    if (end >= 0 || object >= 0) return end < object;
  }
  return true;
}

function lastObjectStart(text: string): number {
  return [...text.matchAll(/\d[\s\0]+obj\b/gu)].at(-1)?.index ?? -1;
}
