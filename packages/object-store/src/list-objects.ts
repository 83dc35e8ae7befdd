import { ListObjectsV2Command } from "@aws-sdk/client-s3";
import { noServerError } from "./bucket-error.js";
import type { BucketRequest } from "./bucket-request.js";
import { plainEtag } from "./etag.js";
import type { ObjectInfo } from "./object-store.js";

/** The objects whose whole keys begin with `key`. */
export async function* listObjects(
  { client, bucket, key: prefix }: BucketRequest,
  signal: AbortSignal | undefined,
): AsyncGenerator<ObjectInfo> {
  const seen = new Set<string>();
  for (let token: string | undefined; ;) {
    const page = await client.send(
      // Encoded, since XML cannot hold every key.
      new ListObjectsV2Command({
        Bucket: bucket,
        Prefix: prefix,
        EncodingType: "url",
        ...(token !== undefined && { ContinuationToken: token }),
      }),
      signal ? { abortSignal: signal } : {},
    );
    // Any HTML page reads as an empty list otherwise.
    if (page.Name === undefined) throw noServerError();
    const decode = page.EncodingType === "url" ? decodeKey : (key: string) => key;
    for (const { Key, Size = 0, ETag, LastModified } of page.Contents ?? []) {
      if (Key === undefined) continue;
      yield {
        key: decode(Key),
        sizeBytes: Size,
        ...(ETag !== undefined && { etag: plainEtag(ETag) }),
        ...(LastModified && { modifiedAt: LastModified.getTime() }),
      };
    }
    if (!page.IsTruncated) return;
    token = page.NextContinuationToken;
    // A list that leads back to itself has no end.
    if (token === undefined || seen.has(token)) throw noServerError();
    seen.add(token);
  }
}

function decodeKey(key: string): string {
  return decodeURIComponent(key.replaceAll("+", " "));
}
