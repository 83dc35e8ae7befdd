import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { findPostgres, type PostgresCluster, startPostgres } from "@docjobs/test-servers";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createBatch, listBatches, openPostgresQueue } from "../src/index.js";
import { batchFiles, optionsFor } from "./support/batch-files.js";
import { FakeApi } from "./support/fake-api.js";
import { type FakeApiServer, serveFakeApi } from "./support/fake-api-server.js";

const bin = findPostgres();
if (bin === undefined)
  console.warn("Workers are not tested: install Debian's package postgresql, which has initdb and postgres.");

const ITEMS = 150;
const WORKERS = 4;
const packageFolder = fileURLToPath(new URL("..", import.meta.url));

let cluster: PostgresCluster;
let server: FakeApiServer;
const api = new FakeApi({ looksToEnd: 3 });
beforeAll(async () => {
  if (bin === undefined) return;
  cluster = await startPostgres(bin);
  server = await serveFakeApi(api);
});
afterAll(async () => {
  await server?.close();
  await cluster?.stop();
});

/** A worker as a process of its own, from the built package. */
function startWorker(): ChildProcess {
  const script = `
    import { castdocApi } from "@docjobs/castdoc";
    import { openPostgresQueue, runWorker } from "./dist/index.js";
    const { convert } = castdocApi.kinds;
    const api = {
      ...castdocApi,
      limits: {},
      job: { ...castdocApi.job, poll: { minMs: 20, maxMs: 50 } },
      kinds: { convert: { ...convert, submit: { ...convert.submit, required: ["file_id"] } } },
    };
    const queue = await openPostgresQueue({ connectionString: process.env.DATABASE, leaseSeconds: 10 });
    await runWorker({
      queue,
      stepFor: async () => ({ api, clientOptions: { baseUrl: process.env.API, apiKey: "key" } }),
      signal: new AbortController().signal,
      limits: { reconcileAfterMs: 100, outagePauseMs: 50 },
      untilDone: true,
    });
    await queue.close();`;
  return spawn(process.execPath, ["--input-type=module", "-e", script], {
    cwd: packageFolder,
    env: { ...process.env, DATABASE: cluster.url, API: server.url },
    stdio: ["ignore", "ignore", "inherit"],
  });
}

describe.skipIf(bin === undefined)("workers on one PostgreSQL", () => {
  test("two of four are killed: nothing is lost, nothing is done twice", { timeout: 240_000 }, async () => {
    const contents = Object.fromEntries(
      Array.from({ length: ITEMS }, (_, index) => [`d${index}.pdf`, `content ${index}`]),
    );
    const files = batchFiles(contents);
    const queue = await openPostgresQueue({ connectionString: cluster.url, leaseSeconds: 10 });
    const stop = new AbortController();
    stop.abort();
    // This process only plans: its signal is aborted already.
    const options = optionsFor(api, files, { queue, signal: stop.signal });
    const here = { api: api.api, clientOptions: { baseUrl: server.url, apiKey: "key" } };
    await createBatch({ ...options, ...here }).run();
    const [batch] = await listBatches(queue);
    const id = batch?.id ?? "";
    expect((await queue.counts(id)).phases).toEqual({ planned: ITEMS });

    const workers = Array.from({ length: WORKERS }, () => startWorker());
    const ends = workers.map((worker) => once(worker, "close"));
    const saved = async (): Promise<number> => (await queue.counts(id)).phases["saved"] ?? 0;
    await expect.poll(saved, { timeout: 60_000 }).toBeGreaterThan(5);
    // From then on a job that the API has for certain is older than any submit.
    const begunAt = Date.now();
    await expect.poll(() => Date.now() - begunAt, { timeout: 10_000 }).toBeGreaterThan(2500);
    workers[0]?.kill("SIGKILL");
    await expect.poll(saved, { timeout: 60_000 }).toBeGreaterThan(30);
    expect(await saved()).toBeLessThan(ITEMS);
    workers[1]?.kill("SIGKILL");
    await Promise.all(ends);

    expect((await queue.counts(id)).phases).toEqual({ saved: ITEMS });
    expect([...api.jobsByContent.values()]).toEqual(Array(ITEMS).fill(1));
    expect(api.mostInFlight).toBeLessThanOrEqual(8);
    const results = files.results();
    for (let index = 0; index < ITEMS; index++)
      expect(results[`d${index}.docx`]).toBe(`converted content ${index}`);
    await queue.close();
  });
});
