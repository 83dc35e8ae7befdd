import { createGzip } from "node:zlib";

/** A small gzip stream that grows to this many zero bytes. Made once for each size. */
export function gzipBomb(sizeBytes: number): Promise<Buffer> {
  const known = bombs.get(sizeBytes) ?? make(sizeBytes);
  bombs.set(sizeBytes, known);
  return known;
}

const bombs = new Map<number, Promise<Buffer>>();
const MIB = Buffer.alloc(2 ** 20);

async function make(sizeBytes: number): Promise<Buffer> {
  const gzip = createGzip({ level: 9 });
  const parts: Buffer[] = [];
  gzip.on("data", (part: Buffer) => parts.push(part));
  for (let left = sizeBytes; left > 0; left -= MIB.length) {
    if (!gzip.write(MIB)) await new Promise((resolve) => gzip.once("drain", resolve));
  }
  await new Promise<void>((resolve) => gzip.end(resolve).once("end", resolve));
  return Buffer.concat(parts);
}
