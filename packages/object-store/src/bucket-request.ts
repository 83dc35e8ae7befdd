import type { S3Client } from "@aws-sdk/client-s3";

/** What a request is about. */
export interface BucketRequest {
  client: S3Client;
  bucket: string;
  /** The whole key, checked. */
  key: string;
}
