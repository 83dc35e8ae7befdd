import { detectFormat, detectFormatHeadBytes } from "../engines/detect-format.js";
import type { BlobStore } from "../store/blob-store.js";

/** The format token of a stored content, told from its first bytes; undefined for anything unknown. */
export async function detectBlobFormat(
  blobs: Pick<BlobStore, "open">,
  { sha256, sizeBytes }: { sha256: string; sizeBytes: number },
): Promise<string | undefined> {
  const end = Math.min(sizeBytes, detectFormatHeadBytes) - 1;
  const stream = await blobs.open(sha256, { start: 0, end });
  if (!stream) throw new Error(`The content ${sha256} has gone, though a row names it`);
  const chunks: Buffer[] = [];
  for await (const chunk of stream as AsyncIterable<Buffer>) chunks.push(chunk);
  return detectFormat(Buffer.concat(chunks));
}
