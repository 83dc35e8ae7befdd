import { systemClock } from "@docjobs/jobs-core";
import { findPostgres, type PostgresCluster, startPostgres } from "@docjobs/test-servers";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { createBatch, listBatches, openPostgresQueue, runWorker, type WorkQueue } from "../src/index.js";
import { type BatchFiles, batchFiles, optionsFor } from "./support/batch-files.js";
import { FakeApi, type Fate } from "./support/fake-api.js";

// Fewer than a page of the API's list: it then shows of each submit whose answer was lost whether there is a job.
const ITEMS = 18;
const bin = findPostgres();
if (bin === undefined)
  console.warn("A restart of PostgreSQL is not tested: install Debian's package postgresql.");

let cluster: PostgresCluster;
beforeAll(async () => {
  if (bin !== undefined) cluster = await startPostgres(bin);
});
afterAll(() => cluster?.stop());

async function openQueue(connectionString: string): Promise<WorkQueue> {
  const queue = await openPostgresQueue({ connectionString, leaseSeconds: 10 });
  onTestFinished(() => queue.close());
  return queue;
}

function documents(): BatchFiles {
  return batchFiles(
    Object.fromEntries(Array.from({ length: ITEMS }, (_, index) => [`d${index}.pdf`, `content ${index}`])),
  );
}

/** An API during whose n-th submit the database crashes and comes back. */
function apiWithCrash(at: number): FakeApi {
  let submits = 0;
  return new FakeApi({
    looksToEnd: 2,
    async fate({ method, path }): Promise<Fate> {
      if (method === "POST" && path.endsWith("/jobs") && ++submits === at) await cluster.restart();
      return "ok";
    },
  });
}

describe.skipIf(bin === undefined)("a database that crashes and comes back", () => {
  test("ends a run, fails nothing, and the same run goes on", { timeout: 120_000 }, async () => {
    const server = apiWithCrash(10);
    const files = documents();
    const connectionString = cluster.createDatabase();
    const first = await openQueue(connectionString);
    const { stopped } = await createBatch(optionsFor(server, files, { queue: first })).run();
    // Between two requests to the database nobody may have missed it.
    expect(["state", undefined]).toContain(stopped?.reason);
    const queue = await openQueue(connectionString);
    const { counts } = await createBatch(optionsFor(server, files, { queue })).run();
    expect(counts.phases).toEqual({ saved: ITEMS });
    expect([...server.jobsByContent.values()]).toEqual(Array(ITEMS).fill(1));
  });

  test("ends no worker", { timeout: 120_000 }, async () => {
    const server = apiWithCrash(10);
    const files = documents();
    const queue = await openQueue(cluster.createDatabase());
    const stop = new AbortController();
    stop.abort();
    const options = optionsFor(server, files, { queue, signal: stop.signal });
    await createBatch(options).run();
    const { api, clientOptions, limits } = options;
    // Its pauses between tries are a hundredth of what they are.
    const clock = {
      ...systemClock,
      monotonic: () => performance.now() * 100,
      sleep: (ms: number, signal?: AbortSignal) => systemClock.sleep(Math.max(ms / 100, 20), signal),
    };
    const signal = AbortSignal.timeout(100_000);
    await runWorker({
      queue,
      stepFor: async () => ({ api, clientOptions }),
      signal,
      untilDone: true,
      limits,
      clock,
    });
    expect(signal.aborted).toBe(false);
    const [batch] = await listBatches(queue);
    expect(batch?.counts.phases).toEqual({ saved: ITEMS });
    expect([...server.jobsByContent.values()]).toEqual(Array(ITEMS).fill(1));
  });
});
