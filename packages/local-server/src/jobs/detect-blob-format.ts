import { detectFormat, detectFormatHeadBytes } from "../engines/detect-format.js";
import { type BlobStore, readHead } from "../store/blob-store.js";

/** The format token of a stored content, told from its first bytes; undefined for anything unknown. */
export async function detectBlobFormat(blobs: BlobStore, sha256: string): Promise<string | undefined> {
  return detectFormat(await readHead(blobs.path(sha256), detectFormatHeadBytes));
}
