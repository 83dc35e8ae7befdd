import { createDeflate } from "node:zlib";

/** Packs a block `times` over, without ever holding what it unpacks to. */
export async function deflateRepeated(block: Uint8Array, times: number): Promise<Buffer> {
  const deflate = createDeflate({ level: 1 });
  const packed: Buffer[] = [];
  deflate.on("data", (data: Buffer) => packed.push(data));
  for (let done = 0; done < times; done += 1) {
    if (!deflate.write(block)) await new Promise((resolve) => deflate.once("drain", resolve));
  }
  const ended = new Promise((resolve) => deflate.once("end", resolve));
  deflate.end();
  await ended;
  return Buffer.concat(packed);
}
