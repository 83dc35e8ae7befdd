import { randomBytes } from "node:crypto";
import { hostname } from "node:os";
import { join } from "node:path";
import type { Logger } from "pino";
import { anchorgridPolicy } from "./apis/anchorgrid/anchorgrid-policy.js";
import { convertFastPolicy } from "./apis/convert-fast/convert-fast-policy.js";
import { ldxhubPolicy } from "./apis/ldxhub/ldxhub-policy.js";
import { createEnginePool, type EnginePool } from "./jobs/engine-pool.js";
import type { JobPolicy } from "./jobs/job-policy.js";
import { type JobRunner, startJobRunner } from "./jobs/job-runner.js";
import { createServerMetrics, type ServerMetrics } from "./operation/server-metrics.js";
import type { BlobStore } from "./store/blob-store.js";
import { type DataDirectoryLock, lockDataDirectory } from "./store/data-directory-lock.js";
import { openFiles } from "./store/open-files.js";
import { joinDataDirectory, refuseSharedDirectory } from "./store/join-data-directory.js";
import { openSqliteStore } from "./store/open-sqlite-store.js";
import { openPostgresStore } from "./store/postgres/open-postgres-store.js";
import {
  markAlive,
  ownFolders,
  removeProcess,
  sharedFolders,
  sweepProcesses,
} from "./store/process-folders.js";
import { removeUnused } from "./store/remove-unused.js";
import { createSharedHolds } from "./store/shared-holds.js";
import { StorageAwayError } from "./store/storage-away-error.js";
import type { Store, StoreMessage } from "./store/store.js";
import { sweep, sweepOrphans } from "./store/sweep.js";
import type { UploadFiles } from "./store/upload-files.js";

export interface BackendOptions {
  dataDirectory: string;
  /** `postgres://…`; without it the rows are in the data directory. */
  databaseUrl: string | undefined;
  /** `s3://bucket/prefix/`; without it the files are in the data directory. */
  filesUrl: string | undefined;
  /** What copies of a bucket's contents may take on this machine; a default, if undefined. */
  filesCacheBytes: number | undefined;
  /** Jobs at a time; none leaves them to other processes. */
  maxRunning: number;
  timeLimitMs: number;
  leaseMs: number;
  retention: (defaultMs: number) => number;
  logger: Logger;
  /** Replaces the clock of the rows. */
  now: (() => number) | undefined;
  workerPath: string | undefined;
  /** Called when a job has ended, in whatever process it ran. */
  onEnded: () => void;
}

/** All of a server but its HTTP side: rows, files, jobs. */
export interface Backend {
  store: Store;
  blobs: BlobStore;
  uploads: UploadFiles;
  pool: EnginePool;
  jobs: JobRunner;
  metrics: ServerMetrics;
  /** This process among those that share the rows. */
  processId: string;
  /** Where this process keeps uploads that are not complete. */
  temporaryDirectory: string;
  now(): number;
  /** Deletes those of the contents that no row names and nobody holds. */
  removeUnused(contents: Iterable<string | null>): Promise<void>;
  sweep(): Promise<void>;
  /** Tells others where this process serves. */
  publish(url: string): Promise<void>;
  /** Ends the work; the store stays open for what is left to be answered. */
  stop(drainMs: number): Promise<void>;
  close(): Promise<void>;
}

/** How each API treats its jobs. */
export const policies: Readonly<Record<string, JobPolicy>> = {
  castdoc: ldxhubPolicy,
  renderocr: ldxhubPolicy,
  "convert-fast": convertFastPolicy,
  anchorgrid: anchorgridPolicy,
};

const defaultCacheBytes = 2 * 1024 ** 3;
const orphansEveryMs = 24 * 60 * 60_000;
const sweepEveryMs = 30_000;

/**
 * Opens the data directory and, with a database, joins the other processes that share it.
 *
 * @throws DataDirectoryInUseError, DataDirectoryMismatchError, DriverMissingError, FilesMismatchError, ObjectStoreMissingError.
 */
export async function openBackend(options: BackendOptions): Promise<Backend> {
  const undo: (() => Promise<unknown>)[] = [];
  try {
    return await open(options, undo);
  } catch (error) {
    for (const step of undo.reverse()) await step().catch(() => undefined);
    throw error;
  }
}

async function open(options: BackendOptions, undo: (() => Promise<unknown>)[]): Promise<Backend> {
  const { dataDirectory, logger, retention } = options;
  const log = (line: string): void => logger.warn(line);
  const processId = `${hostname().replace(/[^\w.-]/g, "-")}-${process.pid}-${randomBytes(4).toString("hex")}`;
  const { store, lock } = await openStore(options, undo);
  const now = options.now ?? store.now;
  if (store.isShared) {
    await markAlive(store, processId);
    undo.push(() => removeProcess(store, dataDirectory, processId));
  }
  const folders = store.isShared ? sharedFolders(dataDirectory, processId) : ownFolders(dataDirectory);
  const holds = store.isShared ? createSharedHolds(store, log) : undefined;
  const files = await openFiles({
    dataDirectory,
    bucketUrl: options.filesUrl,
    cacheBytes: options.filesCacheBytes ?? defaultCacheBytes,
    folders,
    store,
    holds,
  });
  undo.push(() => files.close());
  const { blobs, uploads } = files;
  // A crash, or a bucket that went away, leaves contents that no row names: they are looked for at the start.
  let orphansDueMs = 0;
  const orphansMayBeLeft = (error: unknown): never => {
    if (error instanceof StorageAwayError) orphansDueMs = 0;
    throw error;
  };
  const runSweep = (): Promise<void> =>
    store
      .unlessBusy("sweep", async () => {
        await sweep({ store, blobs, uploads, now: now(), tombstoneMs });
        if (store.isShared) await sweepProcesses(store, dataDirectory);
        if (performance.now() < orphansDueMs) return;
        await sweepOrphans(store, blobs, uploads);
        orphansDueMs = performance.now() + orphansEveryMs;
      })
      .catch(orphansMayBeLeft);
  await runSweep();

  // One thread more than jobs: page counts of uploads do not wait behind long jobs.
  const pool = createEnginePool({ maxThreads: options.maxRunning + 1, log, workerPath: options.workerPath });
  undo.push(() => pool.close());
  const metrics = createServerMetrics(store.database);
  const jobs = await startJobRunner({
    store,
    worker: processId,
    leaseMs: options.leaseMs,
    blobs,
    pool,
    workDirectory: folders.work,
    policies,
    maxRunning: options.maxRunning,
    timeLimitMs: options.timeLimitMs,
    now,
    retention,
    onEnded: (id) => {
      options.onEnded();
      void noteEnd(id, store, metrics, logger);
    },
    log,
  });
  undo.push(() => jobs.close());
  store.hear((message: StoreMessage | "missed") => {
    jobs.hear(message);
    if (message === "missed" || message.type === "ended") options.onEnded();
  });

  const sweepTimer = setInterval(() => {
    const alive = store.isShared ? markAlive(store, processId) : Promise.resolve();
    alive.then(runSweep).catch((error: unknown) => log(`sweep: ${String(error)}`));
  }, sweepEveryMs);
  sweepTimer.unref();
  return {
    store,
    blobs,
    uploads,
    pool,
    jobs,
    metrics,
    processId,
    temporaryDirectory: folders.temporary,
    now,
    async removeUnused(contents) {
      await holds?.settled();
      await removeUnused(store, blobs, contents)
        .catch(orphansMayBeLeft)
        .catch((error: unknown) => {
          if (!(error instanceof StorageAwayError)) throw error;
          log(`contents were not removed: ${String(error.cause)}`);
        });
    },
    sweep: runSweep,
    publish: async (url) => lock?.publish(url),
    async stop(drainMs) {
      clearInterval(sweepTimer);
      if (drainMs > 0) await jobs.drain(drainMs);
      await jobs.close();
    },
    async close() {
      await holds?.settled();
      await files.close();
      if (store.isShared) {
        await removeProcess(store, dataDirectory, processId).catch((error: unknown) => log(String(error)));
      }
      await store.close();
      await lock?.release();
    },
  };
}

/** With a database the directory is shared; without one it is this process's alone. */
async function openStore(
  { dataDirectory, databaseUrl, filesUrl, logger }: BackendOptions,
  undo: (() => Promise<unknown>)[],
): Promise<{ store: Store; lock: DataDirectoryLock | undefined }> {
  if (databaseUrl !== undefined) {
    const store = await openPostgresStore({ url: databaseUrl, log: (line) => logger.warn(line) });
    undo.push(() => store.close());
    await joinDataDirectory(dataDirectory, store, filesUrl === undefined);
    return { store, lock: undefined };
  }
  refuseSharedDirectory(dataDirectory);
  const lock = await lockDataDirectory(dataDirectory);
  undo.push(() => lock.release());
  const store = openSqliteStore(join(dataDirectory, "docjobs.sqlite"));
  undo.push(() => store.close());
  return { store, lock };
}

async function noteEnd(
  id: string,
  { database }: Store,
  metrics: ServerMetrics,
  logger: Logger,
): Promise<void> {
  try {
    const job = await database.selectFrom("job").selectAll().where("id", "=", id).executeTakeFirst();
    if (!job || job.completedAt === null) return;
    metrics.jobEnded(job);
    const { api, kind, state, errorCode, inputBytes, inputPages, completedAt, startedAt } = job;
    const durationMs = completedAt - (startedAt ?? completedAt);
    logger.info({ jobId: id, api, kind, state, errorCode, inputBytes, inputPages, durationMs }, "job ended");
  } catch (error) {
    // The server may have been closed meanwhile.
    logger.debug({ err: error }, "a job's end was not counted");
  }
}

const tombstoneMs = Object.fromEntries(
  Object.entries(policies).map(([api, policy]) => [api, policy.tombstoneMs]),
);
