import { startS3Server } from "@docjobs/test-servers";
import { onTestFinished } from "vitest";
import { type ObjectStore, openObjectStore, type OpenOptions } from "../../src/index.js";

export interface S3Server {
  endpoint: string;
  open(url?: string, options?: OpenOptions): Promise<ObjectStore>;
}

/** The key that the server knows. */
export const CREDENTIALS = { accessKeyId: "S3RVER", secretAccessKey: "S3RVER" };

/** A real S3 server with the bucket `bucket`, gone at the test's end. */
export async function startS3(): Promise<S3Server> {
  const { endpoint, credentials, stop } = await startS3Server("bucket");
  onTestFinished(stop);
  return {
    endpoint,
    async open(url = "s3://bucket/", options = {}) {
      const store = await openObjectStore(url, { endpoint, credentials, ...options });
      onTestFinished(() => store.close());
      return store;
    },
  };
}
