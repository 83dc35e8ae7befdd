import { findPostgres, type PostgresCluster, startPostgres } from "@docjobs/test-servers";
import { afterAll, beforeAll, type TestContext } from "vitest";
import { openEmbeddedQueue, openPostgresQueue, type WorkQueue } from "../../src/index.js";

/** Opens a queue that several batches and, where `again` gives a further one, several processes share. */
export type OpenQueue = (context: TestContext) => Promise<{ queue: WorkQueue; again(): Promise<WorkQueue> }>;

/** Both implementations of the port, for `test.for`; PostgreSQL is left out, and said so, where there is none. */
export function sharedQueues(): [name: string, open: OpenQueue][] {
  const bin = findPostgres();
  if (bin === undefined) {
    console.warn(
      "PostgreSQL is not tested: install Debian's package postgresql, which has initdb and postgres.",
    );
    return [["a state file", openMemory]];
  }
  let cluster: PostgresCluster;
  beforeAll(async () => {
    cluster = await startPostgres(bin);
  });
  afterAll(() => cluster?.stop());
  const openDatabase: OpenQueue = async ({ onTestFinished }) => {
    const connectionString = cluster.createDatabase();
    const again = async (): Promise<WorkQueue> => {
      const queue = await openPostgresQueue({ connectionString, leaseSeconds: 10 });
      onTestFinished(() => queue.close());
      return queue;
    };
    return { queue: await again(), again };
  };
  return [
    ["a state file", openMemory],
    ["PostgreSQL", openDatabase],
  ];
}

const openMemory: OpenQueue = async ({ onTestFinished }) => {
  const queue = await openEmbeddedQueue({ path: ":memory:" });
  onTestFinished(() => queue.close());
  // One process owns a file: its batches share the queue itself.
  return { queue, again: async () => queue };
};
