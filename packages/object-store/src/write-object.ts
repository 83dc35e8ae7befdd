import { PutObjectCommand, type PutObjectCommandInput } from "@aws-sdk/client-s3";
import { Upload } from "@aws-sdk/lib-storage";
import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import { existsError } from "./bucket-error.js";
import type { BucketRequest } from "./bucket-request.js";
import { BucketConfigurationError, ObjectTransferError } from "./errors.js";
import { plainEtag } from "./etag.js";
import type { ObjectInfo, WriteOptions } from "./object-store.js";

/** The metadata that keeps a digest: `x-amz-meta-docjobs-sha256`. */
export const SHA256_NAME = "docjobs-sha256";

export interface WriteRequest extends WriteOptions {
  /** A look has found an object there. */
  isTaken: boolean;
  /** What is known of the server, for the next write. */
  server: { lacksConditions: boolean };
}

/** A smaller object goes in one request. */
const PART_BYTES = 8 * 1024 * 1024;
/** Parts under way, so that a write holds no more than three of them in memory. */
const PARTS_AT_ONCE = 2;
const MOST_PARTS = 10_000;

/** Streams a body into the bucket, in one request or in parts; what is not complete nobody sees. */
export async function writeObject(
  request: BucketRequest,
  body: AsyncIterable<Uint8Array>,
  options: WriteRequest,
): Promise<Omit<ObjectInfo, "key">> {
  const { ifAbsent = false, isTaken, server } = options;
  if (isTaken) throw existsError();
  const progress: Progress = { sizeBytes: 0 };
  const bytes = checked(body, options, progress);
  const { first, rest, isAll } = await takeFirst(bytes, PART_BYTES).catch((error: unknown) => {
    throw progress.failure ?? error;
  });
  const input: PutObjectCommandInput = {
    Bucket: request.bucket,
    Key: request.key,
    ...(options.contentType !== undefined && { ContentType: options.contentType }),
    ...(options.sha256 !== undefined && { Metadata: { [SHA256_NAME]: options.sha256 } }),
    ...(ifAbsent && !server.lacksConditions && { IfNoneMatch: "*" }),
  };
  try {
    const { ETag } = isAll
      ? await put(request, { ...input, Body: first }, options)
      : await upload(request, { ...input, Body: Readable.from(joined(first, rest)) }, options);
    return { sizeBytes: progress.sizeBytes, ...(ETag !== undefined && { etag: plainEtag(ETag) }) };
  } catch (error) {
    if (progress.failure) throw progress.failure;
    if (ifAbsent && isPreconditionFailure(error)) throw existsError();
    throw error;
  } finally {
    await bytes.return(undefined);
  }
}

async function put(
  { client }: BucketRequest,
  input: PutObjectCommandInput,
  { signal, server }: WriteRequest,
): Promise<{ ETag?: string | undefined }> {
  const send = (each: PutObjectCommandInput): Promise<{ ETag?: string | undefined }> =>
    client.send(new PutObjectCommand(each), signal ? { abortSignal: signal } : {});
  try {
    return await send(input);
  } catch (error) {
    if (input.IfNoneMatch === undefined || !isUnknownCondition(error)) throw error;
    // The look before is all that such a server can do.
    server.lacksConditions = true;
    const { IfNoneMatch: _, ...unconditional } = input;
    return send(unconditional);
  }
}

async function upload(
  { client }: BucketRequest,
  params: PutObjectCommandInput,
  { signal, sizeBytes = 0, server }: WriteRequest,
): Promise<{ ETag?: string | undefined }> {
  const abortController = new AbortController();
  const abort = (): void => abortController.abort();
  signal?.addEventListener("abort", abort, { once: true });
  if (signal?.aborted) abort();
  try {
    return await new Upload({
      client,
      params,
      queueSize: PARTS_AT_ONCE,
      partSize: Math.max(PART_BYTES, Math.ceil(sizeBytes / MOST_PARTS)),
      abortController,
    }).done();
  } catch (error) {
    if (params.IfNoneMatch === undefined || !isUnknownCondition(error)) throw error;
    server.lacksConditions = true;
    throw new BucketConfigurationError(
      "The bucket's server does not know writes that replace nothing (If-None-Match).",
      "Try again: the next writes do without, and only look before they write.",
    );
  } finally {
    signal?.removeEventListener("abort", abort);
  }
}

/** Somebody wrote it between the look and the write. */
function isPreconditionFailure(error: unknown): boolean {
  const { name, $metadata } = error as { name?: string; $metadata?: { httpStatusCode?: number } };
  return (
    $metadata?.httpStatusCode === 412 ||
    name === "PreconditionFailed" ||
    name === "ConditionalRequestConflict"
  );
}

function isUnknownCondition(error: unknown): boolean {
  const { name, $metadata } = error as { name?: string; $metadata?: { httpStatusCode?: number } };
  return $metadata?.httpStatusCode === 501 || name === "NotImplemented";
}

/** The body, and an error before its end where it is not what was told: then nothing gets stored. */
async function* checked(
  body: AsyncIterable<Uint8Array>,
  { sizeBytes, sha256 }: WriteOptions,
  progress: Progress,
): AsyncGenerator<Uint8Array, void, undefined> {
  const hash = sha256 === undefined ? undefined : createHash("sha256");
  let isGiven = false;
  try {
    for await (const chunk of body) {
      progress.sizeBytes += chunk.length;
      if (sizeBytes !== undefined && progress.sizeBytes > sizeBytes) throw sizeError(sizeBytes, "more");
      hash?.update(chunk);
      isGiven = true;
      yield chunk;
      isGiven = false;
    }
    if (sizeBytes !== undefined && progress.sizeBytes < sizeBytes) throw sizeError(sizeBytes, "fewer");
    if (hash && hash.digest("hex") !== sha256) {
      throw new ObjectTransferError("What was to be stored has another SHA-256 than was told.", "Try again.");
    }
  } catch (cause) {
    // A stream that is given up throws into its source: that is the upload's failure.
    if (!isGiven) progress.failure = new BodyFailure("The body failed.", { cause });
    throw cause;
  }
}

interface Progress {
  sizeBytes: number;
  failure?: BodyFailure;
}

function sizeError(sizeBytes: number, word: "more" | "fewer"): ObjectTransferError {
  return new ObjectTransferError(`What was to be stored has ${word} than ${sizeBytes} bytes.`, "Try again.");
}

/** The body itself failed; `cause` is its own error, which the caller knows. */
export class BodyFailure extends Error {
  override readonly name = "BodyFailure";
}

interface Beginning {
  first: Buffer;
  rest: AsyncGenerator<Uint8Array, void, undefined>;
  isAll: boolean;
}

/** Takes as much as one request carries. */
async function takeFirst(
  body: AsyncGenerator<Uint8Array, void, undefined>,
  wantedBytes: number,
): Promise<Beginning> {
  const chunks: Uint8Array[] = [];
  for (let taken = 0; taken <= wantedBytes;) {
    const { value, done } = await body.next();
    if (done) return { first: Buffer.concat(chunks), rest: body, isAll: true };
    chunks.push(value);
    taken += value.length;
  }
  return { first: Buffer.concat(chunks), rest: body, isAll: false };
}

async function* joined(first: Uint8Array, rest: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield first;
  yield* rest;
}
