import { Readable } from "node:stream";
import type { ObjectStore } from "@docjobs/object-store";
import type { ByteSpan } from "../content-place.js";
import { ofBucket } from "./bucket-errors.js";

/**
 * The span's bytes, no more and no less: there are servers that answer `bytes=0-0` with the whole object. Undefined where there is
 * no such object.
 */
export async function readSpan(
  objects: ObjectStore,
  key: string,
  span: ByteSpan,
): Promise<Readable | undefined> {
  const body = await ofBucket(() => objects.read(key, span));
  if (!body) return undefined;
  return Readable.from(exactly(body as AsyncIterable<Buffer>, span.end - span.start + 1), {
    objectMode: false,
  });
}

async function* exactly(body: AsyncIterable<Buffer>, bytes: number): AsyncGenerator<Buffer> {
  let left = bytes;
  for await (const chunk of body) {
    const part = chunk.subarray(0, left);
    left -= part.length;
    yield part;
    if (left === 0) return;
  }
  throw new Error(`The bucket has ${left} bytes less than it should`);
}
