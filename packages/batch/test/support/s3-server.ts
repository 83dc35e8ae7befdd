import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type ObjectStore, openObjectStore } from "@docjobs/object-store";
import { startS3Server } from "@docjobs/test-servers";
import { onTestFinished, vi } from "vitest";

/** A bucket of a real S3 server. */
export interface TestBucket {
  store: ObjectStore;
  endpoint: string;
  /** What a process needs to find it. */
  env: Record<string, string>;
  put(contents: Readonly<Record<string, string | Buffer>>): Promise<void>;
  /** Keys and contents below a prefix. */
  contents(prefix?: string): Promise<Record<string, string>>;
}

/** Starts the server with the bucket `scans`, and makes the environment name it. All is gone at the test's end. */
export async function startBucket(): Promise<TestBucket> {
  const server = await startS3Server("scans");
  const stateHome = mkdtempSync(join(tmpdir(), "docjobs-state-"));
  const env = {
    ...server.environment,
    AWS_REGION: "us-east-1",
    // Where the state of results in a bucket goes.
    XDG_STATE_HOME: stateHome,
  };
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
  const store = await openObjectStore("s3://scans/");
  onTestFinished(async () => {
    vi.unstubAllEnvs();
    store.close();
    await server.stop();
    rmSync(stateHome, { recursive: true, force: true });
  });
  return {
    store,
    endpoint: server.endpoint,
    env,
    async put(contents) {
      for (const [key, content] of Object.entries(contents)) await store.write(key, bodyOf(content));
    },
    async contents(prefix = "") {
      const found: Record<string, string> = {};
      for await (const { key } of store.list(prefix)) {
        const chunks: Buffer[] = [];
        for await (const chunk of await store.read(key)) chunks.push(chunk as Buffer);
        found[key.slice(prefix.length)] = Buffer.concat(chunks).toString();
      }
      return found;
    },
  };
}

async function* bodyOf(content: string | Buffer): AsyncGenerator<Uint8Array> {
  yield Buffer.from(content);
}
