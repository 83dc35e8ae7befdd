import type { ServerContext } from "../../server-context.js";
import type { HeldBlob } from "../../store/blob-store.js";
import { invalid } from "./anchorgrid-errors.js";

const timeLimitMs = 30_000;

/**
 * Pages of an uploaded PDF, counted in a worker thread.
 *
 * @throws ApiError for a PDF that cannot be opened.
 */
export async function countPages(
  { blobs, pool }: ServerContext,
  blob: HeldBlob,
  name: string,
): Promise<number> {
  const file = await blobs.local(blob.sha256);
  if (!file) throw new Error(`The content ${blob.sha256} has gone, though it is held`);
  try {
    const reply = await pool.run({
      engine: "count-pages",
      task: {
        inputPath: file.path,
        inputName: name,
        from: "pdf",
        to: "",
        options: {},
        outputDirectory: "",
      },
      signal: new AbortController().signal,
      timeLimitMs,
    });
    if (reply.ok && reply.pages !== undefined) return reply.pages;
    throw invalid(reply.ok ? `${name} could not be read.` : reply.message);
  } finally {
    file.release();
  }
}
