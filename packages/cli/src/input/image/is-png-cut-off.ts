import type { RandomAccessFile } from "../random-access-file.js";

const SIGNATURE_BYTES = 8;
/** Length and type before the data, CRC behind it. */
const CHUNK_FRAME_BYTES = 12;
/** More is no picture that anybody made. */
const MOST_CHUNKS = 100_000;

/** True for a PNG that ends before its IEND chunk (PNG 11.2.5). What follows that chunk is of no matter. */
export async function isPngCutOff(file: RandomAccessFile): Promise<boolean> {
  const end = await file.read(Math.max(0, file.sizeBytes - CHUNK_FRAME_BYTES), CHUNK_FRAME_BYTES);
  if (end.toString("latin1", 4, 8) === "IEND") return false;
  let at = SIGNATURE_BYTES;
  for (let chunk = 0; at < file.sizeBytes; chunk += 1) {
    const head = await file.read(at, 8);
    const type = head.toString("latin1", 4);
    if (type === "IEND") return false;
    // Something else than a chunk: damaged perhaps, but not certainly cut off.
    if (chunk > MOST_CHUNKS || (type.length === 4 && !/^[A-Za-z]{4}$/u.test(type))) return false;
    at += CHUNK_FRAME_BYTES + (head.length < 4 ? 0 : head.readUInt32BE(0));
  }
  return true;
}
