import { type ObjectStore, openObjectStore } from "@docjobs/object-store";
import { startS3Server } from "@docjobs/test-servers";

/** A bucket of a real S3 server. */
export interface TestBucket {
  store: ObjectStore;
  /** What a process needs to find it. */
  env: Record<string, string>;
  put(key: string, content: Uint8Array): Promise<void>;
  keys(prefix: string): Promise<string[]>;
  stop(): Promise<void>;
}

/** Starts the server with the bucket `scans`. */
export async function startBucket(): Promise<TestBucket> {
  const server = await startS3Server("scans");
  const store = await openObjectStore("s3://scans/", server);
  return {
    store,
    env: { ...server.environment, AWS_EC2_METADATA_DISABLED: "true" },
    async put(key, content) {
      async function* body(): AsyncGenerator<Uint8Array> {
        yield content;
      }
      await store.write(key, body());
    },
    async keys(prefix) {
      const keys: string[] = [];
      for await (const { key } of store.list(prefix)) keys.push(key);
      return keys.sort();
    },
    async stop() {
      store.close();
      await server.stop();
    },
  };
}
