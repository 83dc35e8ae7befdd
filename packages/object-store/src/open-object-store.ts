import { createBucketStore } from "./bucket-store.js";
import { parseBucketUrl } from "./bucket-url.js";
import { connect, type ConnectOptions } from "./connect.js";
import type { ObjectStore } from "./object-store.js";

export type OpenOptions = ConnectOptions;
export type { BucketCredentials } from "./connect.js";

/**
 * Opens a bucket, or what stands below a prefix of it (`s3://bucket/prefix/`; the slash at its end may be left out).
 * Server, region and credentials come from the options, and else from where the AWS SDK finds them: AWS_ENDPOINT_URL_S3,
 * AWS_REGION, AWS_ACCESS_KEY_ID, AWS_PROFILE and its files, roles of containers and machines. Sends nothing. Throws BucketUrlError
 * and BucketConfigurationError.
 */
export async function openObjectStore(url: string, options: OpenOptions = {}): Promise<ObjectStore> {
  const { bucket, key } = parseBucketUrl(url);
  const prefix = key === "" || key.endsWith("/") ? key : `${key}/`;
  const client = await connect(options);
  return createBucketStore({ client, bucket, prefix });
}
