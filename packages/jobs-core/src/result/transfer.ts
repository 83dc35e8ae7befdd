import { IntegrityError } from "../errors/errors.js";
import { JobsError } from "../errors/jobs-error.js";
import type { DownloadSource, Range } from "./request-result.js";

/** The bytes of one result, over as many answers as it takes. */
export interface Transfer {
  /** Its first good answer. */
  readonly first: Response;
  readonly startsAt: number;
  readonly etag: string | undefined;
  readonly sizeBytes: number | undefined;
  /** The next bytes; undefined at the checked end. Throws retryable errors that `resume` may mend. */
  read(): Promise<Uint8Array | undefined>;
  /** Asks for the rest. Throws IntegrityError where the rest cannot be proved to belong to what came before. */
  resume(cause: JobsError): Promise<void>;
  stop(): Promise<void>;
}

/** Begins the transfer; behind the range where the server goes along, else at the start. */
export async function startTransfer(
  { result }: DownloadSource,
  request: (range?: Range) => Promise<Response>,
  range: Range | undefined,
): Promise<Transfer> {
  const first = await requestBehind(request, range);
  const startsAt = first.status === 206 ? (range?.from ?? 0) : 0;
  let reader = readerOf(first);
  let etag = strongEtag(first);
  let receivedBytes = startsAt;
  let sizeBytes = expectedBytes(first);
  let skipBytes = 0;

  /** What must arrive: the answer's own length, unless it was encoded on the way, and what the job says. */
  function expectedBytes(response: Response): number | undefined {
    const length = response.headers.get("content-length") ?? "";
    const sent = isEncoded(response) || !/^\d+$/.test(length) ? undefined : receivedBytes + Number(length);
    const told = (result.fileCount ?? 1) > 1 ? undefined : result.sizeBytes;
    if (sent === undefined || told === undefined || sent === told) return sent ?? told;
    throw new IntegrityError(`The result should have ${told} bytes; the answer has ${sent}.`, {
      retryable: true,
    });
  }

  async function read(): Promise<Uint8Array | undefined> {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return checkEnd();
      const chunk = value.subarray(skipBytes);
      skipBytes -= value.length - chunk.length;
      receivedBytes += chunk.length;
      if (sizeBytes !== undefined && receivedBytes > sizeBytes) {
        throw new IntegrityError(`The result should have ${sizeBytes} bytes, but more came.`);
      }
      if (chunk.length > 0) return chunk;
    }
  }

  function checkEnd(): undefined {
    if (receivedBytes > 0 && skipBytes === 0 && receivedBytes === (sizeBytes ?? receivedBytes))
      return undefined;
    throw new IntegrityError(
      `The result broke off after ${receivedBytes} of ${sizeBytes ?? "unknown"} bytes.`,
      {
        retryable: true,
      },
    );
  }

  async function resume(cause: JobsError): Promise<void> {
    await stop();
    const from = receivedBytes;
    if (from > 0 && etag === undefined) {
      throw new IntegrityError(`The result broke off after ${from} bytes and cannot be resumed.`, {
        retryable: true,
        cause,
      });
    }
    let response = await requestRange(request, etag === undefined || from === 0 ? undefined : { from, etag });
    if (!response || (response.status === 206 && !beginsAt(response, from))) {
      await response?.body?.cancel();
      response = await request();
    }
    reader = readerOf(response);
    skipBytes = response.status === 206 ? 0 : from;
    if (from === 0) {
      etag = strongEtag(response);
      sizeBytes = expectedBytes(response);
    } else if (strongEtag(response) !== etag) {
      await stop();
      throw new IntegrityError("The result changed while it was downloaded.", { retryable: true, cause });
    }
  }

  async function stop(): Promise<void> {
    await reader.cancel().catch(() => {});
  }

  return {
    first,
    startsAt,
    etag,
    get sizeBytes() {
      return sizeBytes;
    },
    read,
    resume,
    stop,
  };
}

/** The rest of the same bytes, or the whole. */
async function requestBehind(
  request: (range?: Range) => Promise<Response>,
  range: Range | undefined,
): Promise<Response> {
  if (!range) return request();
  const response = await requestRange(request, range);
  if (response?.status === 200) return response;
  if (response && beginsAt(response, range.from) && strongEtag(response) === range.etag) return response;
  await response?.body?.cancel();
  return request();
}

/** Undefined where the server has no such range: the file is shorter now, or was complete, or comes as a whole only. */
function requestRange(
  request: (range?: Range) => Promise<Response>,
  range: Range | undefined,
): Promise<Response | undefined> {
  return request(range).catch((error: unknown) => {
    if (range && JobsError.isInstance(error) && error.status === 416) return undefined;
    throw error;
  });
}

type Reader = ReadableStreamDefaultReader<Uint8Array>;

function readerOf(response: Response): Reader {
  return (response.body as ReadableStream<Uint8Array>).getReader();
}

/** Only a strong ETag of an answer that was not encoded stands for its bytes (RFC 9110, 13.1.5). */
function strongEtag(response: Response): string | undefined {
  const etag = response.headers.get("etag");
  return etag?.startsWith('"') && !isEncoded(response) ? etag : undefined;
}

export function isEncoded(response: Response): boolean {
  return !/^(identity)?$/i.test(response.headers.get("content-encoding") ?? "");
}

function beginsAt(response: Response, from: number): boolean {
  return (response.headers.get("content-range") ?? "").startsWith(`bytes ${from}-`);
}
