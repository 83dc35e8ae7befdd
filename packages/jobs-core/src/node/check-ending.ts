import type { FileHandle } from "node:fs/promises";
import { IntegrityError } from "../errors/errors.js";

/** How a format begins, and what stands in its last bytes. */
interface Ending {
  name: string;
  start: string;
  end: string;
  /** How far before the end that may stand: comments and other harmless bytes may follow it. */
  withinBytes: number;
}

const ENDINGS: readonly Ending[] = [
  { name: "ZIP or Office file", start: "PK\u0003\u0004", end: "PK\u0005\u0006", withinBytes: 22 + 0xffff },
  { name: "PDF", start: "%PDF-", end: "%%EOF", withinBytes: 4096 },
  { name: "PNG", start: "\u0089PNG", end: "IEND", withinBytes: 4096 },
  { name: "JPEG", start: "\u00FF\u00D8\u00FF", end: "\u00FF\u00D9", withinBytes: 0x10000 },
];

/**
 * Throws IntegrityError where a file of a known format lacks its end: the only sign of a download that broke off where
 * nobody tells its length.
 */
export async function checkEnding(file: FileHandle, sizeBytes: number): Promise<void> {
  const start = await readText(file, 0, 8);
  const format = ENDINGS.find((ending) => start.startsWith(ending.start));
  if (!format) return;
  const from = Math.max(0, sizeBytes - format.withinBytes);
  if ((await readText(file, from, sizeBytes - from)).includes(format.end)) return;
  throw new IntegrityError(`The result is a ${format.name} without its end: it broke off.`, {
    retryable: true,
  });
}

/** One character a byte. */
async function readText(file: FileHandle, position: number, length: number): Promise<string> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, position);
  return buffer.toString("latin1", 0, bytesRead);
}
