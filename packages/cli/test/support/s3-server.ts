import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type ObjectStore, openObjectStore } from "@docjobs/object-store";
import S3rver from "s3rver";

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
  const directory = mkdtempSync(join(tmpdir(), "docjobs-s3-"));
  const configureBuckets = [{ name: "scans", configs: [] }];
  const server = new S3rver({ address: "127.0.0.1", port: 0, silent: true, directory, configureBuckets });
  const { port } = await server.run();
  const endpoint = `http://127.0.0.1:${port}`;
  const credentials = { accessKeyId: "S3RVER", secretAccessKey: "S3RVER" };
  const store = await openObjectStore("s3://scans/", { endpoint, credentials });
  return {
    store,
    env: {
      AWS_ENDPOINT_URL_S3: endpoint,
      AWS_ACCESS_KEY_ID: credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
      AWS_EC2_METADATA_DISABLED: "true",
    },
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
      await server.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
