import type { RandomAccessFile } from "../random-access-file.js";

const CHUNK_BYTES = 64 * 1024;
/** More is no picture that anybody made. */
const MOST_SEGMENTS = 10_000;
const END_OF_IMAGE = 0xd9;
const START_OF_SCAN = 0xda;

/**
 * True for a JPEG that ends before its EOI marker (ITU-T T.81 B.1.1.3). Segments are walked one by one: a thumbnail
 * inside one has an EOI of its own, and a phone's film may follow the picture.
 */
export async function isJpegCutOff(file: RandomAccessFile): Promise<boolean> {
  const end = await file.read(Math.max(0, file.sizeBytes - 2), 2);
  if (end[0] === 0xff && end[1] === END_OF_IMAGE) return false;
  let at = 2;
  for (let segment = 0; at < file.sizeBytes; segment += 1) {
    const head = await file.read(at, 4);
    const marker = head[1];
    if (head.length < 4 || marker === undefined) return marker !== END_OF_IMAGE;
    // No marker where one must be: damaged perhaps, but not certainly cut off.
    if (head[0] !== 0xff || marker === END_OF_IMAGE || segment > MOST_SEGMENTS) return false;
    if (marker === 0xff) at += 1;
    else if (isAlone(marker)) at += 2;
    else {
      at += 2 + head.readUInt16BE(2);
      if (marker === START_OF_SCAN) at = await endOfScan(file, at);
    }
  }
  return true;
}

/** A marker without a segment: TEM and the restart markers. */
function isAlone(marker: number): boolean {
  return marker === 0x01 || (marker >= 0xd0 && marker <= 0xd7);
}

/** Where the next marker stands that is no part of the compressed data; the file's size where there is none. */
async function endOfScan(file: RandomAccessFile, start: number): Promise<number> {
  for (let chunkStart = start; chunkStart < file.sizeBytes; chunkStart += CHUNK_BYTES) {
    // One byte more, for a marker's second half.
    const chunk = await file.read(chunkStart, CHUNK_BYTES + 1);
    for (let at = chunk.indexOf(0xff); at >= 0; at = chunk.indexOf(0xff, at + 1)) {
      const next = chunk[at + 1];
      if (next !== undefined && next >= 0xc0 && next !== 0xff && !isAlone(next)) return chunkStart + at;
    }
  }
  return file.sizeBytes;
}
