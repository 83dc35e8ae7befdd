import { BucketUrlError } from "./errors.js";
import { MOST_KEY_BYTES } from "./object-key.js";

/** A place in a bucket. */
export interface BucketPlace {
  bucket: string;
  /** As it stands in the URL, percent signs and all; empty for the whole bucket. */
  key: string;
}

const SCHEME = /^s3:\/\//iu;
/** The names that every S3-compatible server takes; those of old buckets in the first region had more. */
const BUCKET = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/u;
const HINT = "A bucket is written s3://bucket/folder/ or s3://bucket/file.pdf.";

/** Whether a text means a place in a bucket rather than a path. */
export function isBucketUrl(text: string): boolean {
  return SCHEME.test(text);
}

/** Takes a bucket's URL apart. Keys are not percent-decoded: they are what the bucket has. Throws BucketUrlError. */
export function parseBucketUrl(url: string): BucketPlace {
  if (!isBucketUrl(url)) throw new BucketUrlError("That is no URL of a bucket.", HINT);
  const rest = url.replace(SCHEME, "");
  const slash = rest.indexOf("/");
  const bucket = slash === -1 ? rest : rest.slice(0, slash);
  const key = slash === -1 ? "" : rest.slice(slash + 1);
  if (bucket.includes("@")) {
    throw new BucketUrlError(
      "A bucket's URL holds no credentials.",
      "Set AWS_PROFILE, or the AWS variables.",
    );
  }
  if (!BUCKET.test(bucket) || bucket.includes("..")) {
    throw new BucketUrlError(
      "The URL names no bucket: 3 to 63 lower-case letters, digits, dots and hyphens.",
      HINT,
    );
  }
  if (Buffer.byteLength(key) > MOST_KEY_BYTES) {
    throw new BucketUrlError(`A bucket has no keys of more than ${MOST_KEY_BYTES} bytes.`, HINT);
  }
  return { bucket, key };
}
