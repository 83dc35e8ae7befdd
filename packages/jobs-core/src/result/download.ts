import type { Connection } from "../http/connection.js";
import { readDispositionName } from "./content-disposition.js";
import { identify } from "../errors/identify.js";
import type { DownloadOptions } from "../job/job-snapshot.js";
import { JobsError } from "../errors/jobs-error.js";
import { known } from "../job/place.js";
import { type DownloadSource, type Range, requestResult } from "./request-result.js";
import { backoffMs } from "../http/retry.js";
import { safeFileName } from "./safe-file-name.js";
import { checkSha256, readSha256 } from "./sha256.js";
import { pause } from "../http/timer.js";
import { isEncoded, startTransfer } from "./transfer.js";

/** A result file on its way. */
export interface Download {
  /** Made safe: a bare file name, never a path. */
  readonly name?: string;
  readonly contentType?: string;
  /** Undefined where nobody tells; what arrives is checked against it. */
  readonly sizeBytes?: number;
  /** Lower-case hexadecimal, as the job or the answer tells it. `stream` alone is not checked against it. */
  readonly sha256?: string;
  /** Where in the file the stream begins: behind the range that was asked for, or 0 where it could not be had. */
  readonly startsAt: number;
  /** Stands for these bytes and no others. Without one a download that broke off starts over. */
  readonly etag?: string;
  /** The bytes, once. Goes on by itself after a broken connection where the server lets it (strong ETag). */
  readonly stream: ReadableStream<Uint8Array>;
  blob(): Promise<Blob>;
  bytes(): Promise<Uint8Array>;
}

const MOST_RESUMES = 5;

/** Opens the result; resolves when its first good answer has begun. */
export async function openDownload(
  connection: Connection,
  source: DownloadSource,
  options: DownloadOptions,
): Promise<Download> {
  try {
    return await open(connection, source, options);
  } catch (error) {
    throw identify(error, source.job);
  }
}

async function open(
  connection: Connection,
  source: DownloadSource,
  { signal, range }: DownloadOptions,
): Promise<Download> {
  const request = (rest?: Range): Promise<Response> =>
    requestResult(connection, source, { range: rest, signal });
  const transfer = await startTransfer(source, request, range);
  const { first, startsAt, etag } = transfer;
  const stream = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const chunk = await nextChunk();
          if (chunk) controller.enqueue(chunk);
          else controller.close();
        } catch (error) {
          await transfer.stop();
          controller.error(identify(error, source.job));
        }
      },
      cancel: () => transfer.stop(),
    },
    { highWaterMark: 0 },
  );

  let resumes = 0;
  async function nextChunk(): Promise<Uint8Array | undefined> {
    for (;;) {
      try {
        return await transfer.read();
      } catch (error) {
        if (!JobsError.isInstance(error) || !error.retryable || resumes === MOST_RESUMES) throw error;
        await pause(connection.clock, backoffMs(connection, resumes++), signal);
        await transfer.resume(error);
      }
    }
  }

  const name =
    source.result.name ?? safeFileName(readDispositionName(first.headers.get("content-disposition")) ?? "");
  const contentType = source.result.contentType ?? first.headers.get("content-type") ?? undefined;
  const sha256 = source.result.sha256 ?? (isEncoded(first) ? undefined : readSha256(first.headers));
  const bytes = async (): Promise<Uint8Array<ArrayBuffer>> => {
    const read = new Uint8Array(await new Response(stream).arrayBuffer());
    if (startsAt === 0) await checkSha256(read, sha256);
    return read;
  };
  return {
    ...known({ name, contentType, sizeBytes: transfer.sizeBytes, sha256, etag }),
    startsAt,
    stream,
    blob: async () => new Blob([await bytes()], contentType ? { type: contentType } : {}),
    bytes,
  };
}
