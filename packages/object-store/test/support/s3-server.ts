import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import S3rver from "s3rver";
import { onTestFinished } from "vitest";
import { type ObjectStore, openObjectStore, type OpenOptions } from "../../src/index.js";

export interface S3Server {
  endpoint: string;
  folder: string;
  open(url?: string, options?: OpenOptions): Promise<ObjectStore>;
}

/** The key that the server knows. */
export const CREDENTIALS = { accessKeyId: "S3RVER", secretAccessKey: "S3RVER" };

/** A real S3 server with the bucket `bucket`, gone at the test's end. */
export async function startS3(): Promise<S3Server> {
  const folder = mkdtempSync(join(tmpdir(), "docjobs-s3-"));
  const server = new S3rver({
    address: "127.0.0.1",
    port: 0,
    silent: true,
    directory: folder,
    configureBuckets: [{ name: "bucket", configs: [] }],
  });
  const { port } = await server.run();
  onTestFinished(async () => {
    await server.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const endpoint = `http://127.0.0.1:${port}`;
  return {
    endpoint,
    folder,
    async open(url = "s3://bucket/", options = {}) {
      const store = await openObjectStore(url, { endpoint, credentials: CREDENTIALS, ...options });
      onTestFinished(() => store.close());
      return store;
    },
  };
}
