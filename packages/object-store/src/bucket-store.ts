import {
  DeleteObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  type HeadObjectCommandOutput,
  ListObjectsV2Command,
  type S3Client,
} from "@aws-sdk/client-s3";
import type { BucketRequest } from "./bucket-request.js";
import { bucketError } from "./bucket-error.js";
import { BucketAccessError, ObjectNotFoundError } from "./errors.js";
import { plainEtag } from "./etag.js";
import { listObjects } from "./list-objects.js";
import { checkKey } from "./object-key.js";
import type { ObjectInfo, ObjectStore } from "./object-store.js";
import { readObject } from "./read-object.js";
import { BodyFailure, SHA256_NAME, writeObject } from "./write-object.js";

export interface BucketStoreOptions {
  client: S3Client;
  bucket: string;
  /** Empty, or with a slash at its end. */
  prefix: string;
}

/** The port over one client of the AWS SDK. */
export function createBucketStore({ client, bucket, prefix }: BucketStoreOptions): ObjectStore {
  /** A server that does not know conditional writes has said so. */
  const server = { lacksConditions: false };
  let isThere = false;

  function request(key: string): BucketRequest {
    const full = prefix + key;
    if (key === "") checkKey("");
    checkKey(full);
    return { client, bucket, key: full };
  }

  async function guarded<Value>(act: string, work: () => Promise<Value>): Promise<Value> {
    try {
      const value = await work();
      isThere = true;
      return value;
    } catch (error) {
      if (error instanceof BodyFailure) throw error.cause;
      throw bucketError(error, { bucket, act });
    }
  }

  /** A look at an object does not tell whether the object or the bucket is not there. */
  async function checkBucket(): Promise<void> {
    if (isThere) return;
    await guarded("look at the bucket", () => client.send(new HeadBucketCommand({ Bucket: bucket }))).catch(
      (error: unknown) => {
        if (error instanceof ObjectNotFoundError)
          throw bucketError({ name: "NoSuchBucket" }, { bucket, act: "" });
        throw error;
      },
    );
  }

  /** The answer to a look has no body: whether the credentials or the rights are wrong another request tells. */
  async function refusal(error: BucketAccessError): Promise<unknown> {
    const list = new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix, MaxKeys: 1 });
    return guarded("list objects", () => client.send(list)).then(
      () => error,
      (reason: unknown) => reason,
    );
  }

  const store: ObjectStore = {
    url: `s3://${bucket}/${prefix}`,
    async head(key, { signal } = {}) {
      const wanted = request(key);
      try {
        return await guarded("look at an object", async () => {
          const command = new HeadObjectCommand({ Bucket: bucket, Key: wanted.key });
          return infoOf(key, await client.send(command, signal ? { abortSignal: signal } : {}));
        });
      } catch (error) {
        if (error instanceof BucketAccessError) throw await refusal(error);
        if (!(error instanceof ObjectNotFoundError)) throw error;
        await checkBucket();
        return undefined;
      }
    },
    read: (key, options = {}) => guarded("read an object", () => readObject(request(key), options)),
    write: (key, body, options = {}) =>
      guarded("write an object", async () => {
        const wanted = request(key);
        const isTaken = options.ifAbsent === true && (await store.head(key, { signal: options.signal }));
        const written = await writeObject(wanted, body, { ...options, isTaken: Boolean(isTaken), server });
        return { ...written, key };
      }),
    async remove(key) {
      const wanted = request(key);
      await guarded("remove an object", () =>
        client.send(new DeleteObjectCommand({ Bucket: bucket, Key: wanted.key })),
      ).catch((error: unknown) => {
        if (!(error instanceof ObjectNotFoundError)) throw error;
      });
    },
    async *list(start, { signal } = {}) {
      const objects = listObjects({ client, bucket, key: prefix + start }, signal);
      try {
        for await (const info of objects) yield { ...info, key: info.key.slice(prefix.length) };
      } catch (error) {
        throw bucketError(error, { bucket, act: "list objects" });
      }
    },
    close: () => client.destroy(),
  };
  return store;
}

function infoOf(
  key: string,
  { ContentLength = 0, ETag, LastModified, Metadata }: HeadObjectCommandOutput,
): ObjectInfo {
  const sha256 = Metadata?.[SHA256_NAME];
  return {
    key,
    sizeBytes: ContentLength,
    ...(ETag !== undefined && { etag: plainEtag(ETag) }),
    ...(LastModified && { modifiedAt: LastModified.getTime() }),
    ...(sha256 !== undefined && /^[0-9a-f]{64}$/u.test(sha256) && { sha256 }),
  };
}
