import { writeFile } from "node:fs/promises";
import { afterEach, beforeEach, expect, it } from "vitest";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { convertFastPolicy } from "../../src/apis/convert-fast/convert-fast-policy.js";
import type { EnginePool, PoolTask } from "../../src/jobs/engine-pool.js";
import { type JobRunner, startJobRunner } from "../../src/jobs/job-runner.js";
import { type BlobStore, type HeldBlob, openBlobStore } from "../../src/store/blob-store.js";
import { openFolderPlace } from "../../src/store/folder-place.js";
import type { Database } from "../../src/store/open-database.js";
import { openSqliteStore } from "../../src/store/open-sqlite-store.js";
import type { Store } from "../../src/store/store.js";
import type { Job, NewJob } from "../../src/store/tables.js";

let directory: string;
let store: Store;
let database: Database;
let blobs: BlobStore;
let input: HeldBlob;
let runner: JobRunner | undefined;
const now = 1_000_000;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "docjobs-runner-"));
  store = openSqliteStore(join(directory, "docjobs.sqlite"));
  ({ database } = store);
  blobs = await openBlobStore(await openFolderPlace(join(directory, "files")), join(directory, "tmp"));
  input = await blobs.write(Readable.from([Buffer.from("x")]) as AsyncIterable<Buffer>);
});
afterEach(async () => {
  await runner?.close();
  runner = undefined;
  await database.destroy();
  await rm(directory, { recursive: true, force: true });
});

/** A pool whose tasks run until they are told to stop. */
function endlessPool(started: PoolTask[]): EnginePool {
  const stops = new Set<() => void>();
  return {
    run(task) {
      started.push(task);
      return new Promise((resolve) => {
        const stop = (): void => resolve({ ok: false, code: "aborted", message: "Stopped." });
        task.signal.addEventListener("abort", stop);
        stops.add(stop);
      });
    },
    async close() {
      for (const stop of stops) stop();
    },
  };
}

async function start(pool: EnginePool, maxRunning: number): Promise<JobRunner> {
  runner = await startJobRunner({
    store,
    worker: "this",
    leaseMs: 20_000,
    blobs,
    pool,
    workDirectory: join(directory, "work"),
    policies: { "convert-fast": convertFastPolicy },
    maxRunning,
    timeLimitMs: 1000,
    now: () => now,
    retention: (defaultMs) => defaultMs,
    log: () => undefined,
  });
  return runner;
}

function job(id: string, account: string, changed: Partial<NewJob> = {}): NewJob {
  return {
    id,
    api: "convert-fast",
    kind: "convert",
    account,
    engine: "image",
    state: "queued",
    requestId: "r",
    inputSha256: input.sha256,
    inputName: "a.png",
    inputBytes: 1,
    inputFormat: "png",
    target: "jpg",
    options: "{}",
    createdAt: now,
    updatedAt: now,
    runnableAt: now,
    expiresAt: now,
    ...changed,
  };
}

const row = (id: string): Promise<Job> =>
  database.selectFrom("job").selectAll().where("id", "=", id).executeTakeFirstOrThrow();

it("runs six jobs of one account at a time, and others' beside them", async () => {
  const started: PoolTask[] = [];
  const jobs = await start(endlessPool(started), 10);
  for (let index = 0; index < 8; index += 1) await jobs.submit(job(`a${index}`, "a"));
  await jobs.submit(job("b", "b"));
  await expect.poll(() => started.length).toBe(7);
  expect((await row("a5")).state).toBe("running");
  expect((await row("a6")).state).toBe("queued");
  expect((await row("b")).state).toBe("running");
  await jobs.cancel("a0", ["running"]);
  await expect.poll(async () => (await row("a6")).state).toBe("running");
  expect((await row("a7")).state).toBe("queued");
});

it("does not add a job that the guard refuses", async () => {
  const jobs = await start(endlessPool([]), 1);
  const refused = jobs.submit(job("a", "a"), async () => {
    throw new Error("no credits");
  });
  await expect(refused).rejects.toThrow("no credits");
  expect(await database.selectFrom("job").selectAll().execute()).toEqual([]);
});

it("puts running jobs back when it closes, and gives up on one that has ended three processes", async () => {
  const started: PoolTask[] = [];
  await database.insertInto("account").values({ id: "a", createdAt: now, credits: 0 }).execute();
  await database
    .insertInto("job")
    .values([
      job("killer", "a", { state: "running", attempts: 3, creditCost: 2 }),
      job("victim", "a", { state: "running", attempts: 1, creditCost: 0 }),
    ])
    .execute();
  const jobs = await start(endlessPool(started), 1);
  expect(await row("killer")).toMatchObject({ state: "failed", errorCode: "crashed" });
  const { credits } = await database.selectFrom("account").select("credits").executeTakeFirstOrThrow();
  expect(credits).toBe(2);
  await expect.poll(() => started.length).toBe(1);
  await jobs.close();
  expect(await row("victim")).toMatchObject({ state: "queued", attempts: 1, startedAt: null });
});

it("drops the result of a job that was canceled while it ended", async () => {
  const pool: EnginePool = {
    async run({ task }) {
      const path = join(task.outputDirectory, "out");
      await writeFile(path, "made");
      await database.updateTable("job").set({ state: "canceled" }).execute();
      const file = {
        path,
        name: "a.jpg",
        contentType: "image/jpeg",
        fileCount: 1,
        sizeBytes: 4,
        sha256: "f".repeat(64),
      };
      return { ok: true, file };
    },
    close: async () => undefined,
  };
  const jobs = await start(pool, 1);
  await jobs.submit(job("a", "a"));
  await jobs.waitForEnd("a", 5000);
  await jobs.close();
  expect(await row("a")).toMatchObject({ state: "canceled", outputSha256: null });
});
