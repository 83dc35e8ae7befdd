import { GetObjectCommand, type GetObjectCommandOutput } from "@aws-sdk/client-s3";
import { Readable } from "node:stream";
import { noServerError } from "./bucket-error.js";
import type { BucketRequest } from "./bucket-request.js";
import { ObjectChangedError, ObjectTransferError } from "./errors.js";
import { plainEtag } from "./etag.js";
import type { ReadOptions } from "./object-store.js";

/** Longest silence of a server in the middle of an answer. */
const IDLE_MS = 60_000;

/** Opens an object's content. What was asked is checked, since not every server knows ranges and conditions. */
export async function readObject(
  { client, bucket, key }: BucketRequest,
  { start, end, ifMatch, signal }: ReadOptions,
): Promise<Readable> {
  const isRange = start !== undefined || end !== undefined;
  const answer = await client.send(
    new GetObjectCommand({
      Bucket: bucket,
      Key: key,
      ...(isRange && { Range: `bytes=${start ?? 0}-${end ?? ""}` }),
      ...(ifMatch !== undefined && { IfMatch: `"${ifMatch}"` }),
    }),
    signal ? { abortSignal: signal } : {},
  );
  const body = answer.Body;
  if (!(body instanceof Readable)) throw noServerError();
  const problem = problemOf(answer, { start, isRange, ifMatch });
  if (problem) {
    body.on("error", () => undefined).destroy();
    throw problem;
  }
  return Readable.from(checked(body, answer.ContentLength, signal), { objectMode: false });
}

function problemOf(
  { ETag, ContentRange }: GetObjectCommandOutput,
  {
    start = 0,
    isRange,
    ifMatch,
  }: { start: number | undefined; isRange: boolean; ifMatch: string | undefined },
): Error | undefined {
  if (ifMatch !== undefined && plainEtag(ETag ?? "") !== ifMatch) {
    return new ObjectChangedError("The object in the bucket has changed meanwhile.", "Begin anew with it.");
  }
  if (isRange && !ContentRange?.startsWith(`bytes ${start}-`)) {
    return new ObjectTransferError(
      "The bucket's server sent another range than it was asked for.",
      "Try again.",
    );
  }
  return undefined;
}

/** The bytes, and an error where they are not as many as the server said, or do not come. */
async function* checked(
  body: Readable,
  expected: number | undefined,
  signal: AbortSignal | undefined,
): AsyncGenerator<Buffer> {
  const idle = watchIdle(body);
  const abort = (): void => void body.destroy(abortError());
  signal?.addEventListener("abort", abort, { once: true });
  let received = 0;
  try {
    if (signal?.aborted) throw abortError();
    for await (const chunk of body as AsyncIterable<Buffer>) {
      idle.pause();
      received += chunk.length;
      yield chunk;
      idle.resume();
    }
  } catch (cause) {
    if ((cause as { name?: unknown }).name === "AbortError") throw cause;
    throw transferError(received, expected);
  } finally {
    idle.pause();
    signal?.removeEventListener("abort", abort);
    body.destroy();
  }
  if (expected === undefined || received !== expected) throw transferError(received, expected);
}

function transferError(received: number, expected: number | undefined): ObjectTransferError {
  return new ObjectTransferError(
    `The bucket's server ended after ${received} of ${expected ?? "an unknown number of"} bytes.`,
    "Try again.",
  );
}

function abortError(): Error {
  return Object.assign(new Error("The read was aborted."), { name: "AbortError" });
}

/** Ends a body from which nothing comes. It does not run while the reader takes its time. */
function watchIdle(body: Readable): { pause(): void; resume(): void } {
  let timer: NodeJS.Timeout | undefined;
  const pause = (): void => clearTimeout(timer);
  const resume = (): void => {
    pause();
    timer = setTimeout(() => body.destroy(new Error("idle")), IDLE_MS);
  };
  resume();
  return { pause, resume };
}
