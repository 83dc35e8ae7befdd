import {
  createJobsClient,
  type ClientOptions,
  type JobApi,
  type JobsClient,
  type ListClient,
} from "../../src/index.js";
import { testApi, type TestKinds } from "./test-api.js";
import { TestClock } from "./test-clock.js";
import { startTestServer, type TestServer } from "./test-server.js";

export interface SetUp {
  server: TestServer;
  clock: TestClock;
  jobs: JobsClient<TestKinds> & ListClient<TestKinds>;
}

export const KEY = "sesame-opens-it";

/** A server, a clock, and a client of both. */
export async function setUp(changes: Partial<JobApi> = {}, options: ClientOptions = {}): Promise<SetUp> {
  const server = await startTestServer();
  const clock = new TestClock();
  const jobs = createJobsClient<TestKinds>(testApi(server.url, changes), {
    apiKey: KEY,
    clock,
    random: () => 0.5,
    ...options,
  });
  return { server, clock, jobs: jobs as SetUp["jobs"] };
}

/** What the server says about job j1. */
export function job(status: string, more: object = {}): object {
  return { id: "j1", kind: "convert", status, ...more };
}

/** What a promise was rejected with. */
export async function failure(promise: Promise<unknown>): Promise<never> {
  const value: unknown = await promise.then(
    (resolved) => {
      throw new Error(`expected a failure, got ${String(JSON.stringify(resolved))}`);
    },
    (error: unknown) => error,
  );
  // The test says what it expects of it.
  return value as never;
}
