import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Transaction } from "kysely";
import type { BlobStore } from "../store/blob-store.js";
import type { Database } from "../store/open-database.js";
import type { Job, JobState, NewJob, Tables } from "../store/tables.js";
import type { EnginePool, PoolReply } from "./engine-pool.js";
import type { JobPolicy } from "./job-policy.js";

/** Takes jobs from the database through worker threads to their end. */
export interface JobRunner {
  /**
   * Adds a job. `guard` runs in the same transaction and refuses the job by throwing.
   */
  submit(job: NewJob, guard?: (transaction: Transaction<Tables>) => Promise<void>): Promise<Job>;
  /** Ends a job that is in one of the states; false if it is in none of them. */
  cancel(id: string, from: readonly JobState[]): Promise<boolean>;
  /** Resolves when the job has ended, when the time is over, or when the runner closes. */
  waitForEnd(id: string, timeoutMs: number, signal?: AbortSignal): Promise<void>;
  /** Starts what may start; the runner does so itself whenever something changes. */
  pump(): Promise<void>;
  close(): Promise<void>;
}

export interface JobRunnerOptions {
  database: Database;
  blobs: BlobStore;
  pool: EnginePool;
  /** Folder for outputs in the making. */
  workDirectory: string;
  policies: Readonly<Record<string, JobPolicy>>;
  maxRunning: number;
  timeLimitMs: number;
  now: () => number;
  /** How long something is kept: its API's time or the one that the server was started with. */
  retention: (defaultMs: number) => number;
  log: (line: string) => void;
}

/** A job whose worker took the whole process with it this often is not begun again. */
const maxAttempts = 3;
const crashedMessage = `The server ended ${maxAttempts} times while it worked on this document. Try another export of it.`;
const progressEveryMs = 200;

export async function startJobRunner(options: JobRunnerOptions): Promise<JobRunner> {
  const { database, blobs, pool, policies, now, log } = options;
  const running = new Map<string, { abort: AbortController; settled: Promise<void> }>();
  const waiters = new Map<string, Set<() => void>>();
  let wakeTimer: NodeJS.Timeout | undefined;
  let closed = false;
  let pumping: Promise<void> | undefined;
  let pumpAgain = false;

  await rm(options.workDirectory, { recursive: true, force: true });
  await mkdir(options.workDirectory, { recursive: true, mode: 0o700 });

  function policyOf(job: Pick<Job, "api">): JobPolicy {
    const policy = policies[job.api];
    if (!policy) throw new Error(`No policy for jobs of ${job.api}`);
    return policy;
  }

  function wakeWaiters(id: string): void {
    for (const wake of [...(waiters.get(id) ?? [])]) wake();
  }

  function pump(): Promise<void> {
    pumpAgain = true;
    pumping ??= startJobs().finally(() => {
      pumping = undefined;
    });
    return pumping;
  }

  async function startJobs(): Promise<void> {
    while (pumpAgain && !closed) {
      pumpAgain = false;
      while (running.size < options.maxRunning && !closed) {
        const job = await claimNext();
        if (!job) break;
        const abort = new AbortController();
        const settled = runJob(job, abort.signal).finally(() => {
          running.delete(job.id);
          if (!closed) void pump();
        });
        running.set(job.id, { abort, settled });
      }
      await scheduleWake();
    }
  }

  async function claimNext(): Promise<Job | undefined> {
    const active = await database
      .selectFrom("job")
      .select(["account", "api"])
      .where("state", "=", "running")
      .execute();
    const due = await database
      .selectFrom("job")
      .selectAll()
      .where("state", "=", "queued")
      .where("runnableAt", "<=", now())
      .orderBy("sequence")
      .limit(200)
      .execute();
    const next = due.find(
      (job) =>
        active.filter(({ account, api }) => account === job.account && api === job.api).length <
        policyOf(job).runningPerAccount,
    );
    if (!next) return undefined;
    return database
      .updateTable("job")
      .set({
        state: "running",
        attempts: next.attempts + 1,
        startedAt: now(),
        updatedAt: now(),
        percent: 0,
        phase: null,
      })
      .where("id", "=", next.id)
      .where("state", "=", "queued")
      .returningAll()
      .executeTakeFirst();
  }

  async function scheduleWake(): Promise<void> {
    clearTimeout(wakeTimer);
    if (closed) return;
    const next = await database
      .selectFrom("job")
      .select("runnableAt")
      .where("state", "=", "queued")
      .where("runnableAt", ">", now())
      .orderBy("runnableAt")
      .executeTakeFirst();
    if (!next || closed) return;
    const delayMs = Math.min(Math.max(next.runnableAt - now(), 1), 2 ** 31 - 1);
    wakeTimer = setTimeout(() => void pump(), delayMs);
    wakeTimer.unref();
  }

  async function runJob(job: Job, signal: AbortSignal): Promise<void> {
    const outputDirectory = join(options.workDirectory, `${job.id}-${job.attempts}`);
    try {
      await mkdir(outputDirectory, { recursive: true, mode: 0o700 });
      const reply = await pool.run({
        engine: job.engine,
        task: {
          inputPath: blobs.path(job.inputSha256),
          inputName: job.inputName,
          from: job.inputFormat,
          to: job.target,
          options: JSON.parse(job.options) as Record<string, unknown>,
          outputDirectory,
        },
        signal,
        timeLimitMs: options.timeLimitMs,
        onProgress: progressWriter(job),
      });
      await settle(job, reply);
    } catch (error) {
      log(`job ${job.id}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
      if (!closed) await fail(job, "internal", "The server could not run this job. Submit it again.");
    } finally {
      await rm(outputDirectory, { recursive: true, force: true }).catch(() => undefined);
      wakeWaiters(job.id);
    }
  }

  function progressWriter(job: Job): (percent: number, phase: string | null) => void {
    let lastWriteMs = 0;
    let highest = 0;
    return (percent, phase) => {
      const atMs = performance.now();
      if (closed || atMs - lastWriteMs < progressEveryMs) return;
      lastWriteMs = atMs;
      // 100 is for a job that has ended.
      highest = Math.max(highest, Math.min(99, Math.round(Number.isFinite(percent) ? percent : 0)));
      database
        .updateTable("job")
        .set({ percent: highest, phase, updatedAt: now() })
        .where("id", "=", job.id)
        .where("state", "=", "running")
        .execute()
        .catch((error: unknown) => log(`job ${job.id}: progress was not stored: ${String(error)}`));
    };
  }

  async function settle(job: Job, reply: PoolReply): Promise<void> {
    if (reply.ok) return succeed(job, reply);
    if (reply.code === "aborted" && closed) return putBack(job, job.attempts - 1);
    // A canceled job's row says so already; `fail` changes running jobs only.
    return fail(job, reply.code, reply.message);
  }

  async function succeed(job: Job, reply: Extract<PoolReply, { ok: true }>): Promise<void> {
    const policy = policyOf(job);
    const { file } = reply;
    const held = file ? await blobs.adopt(file.path, file) : undefined;
    try {
      await database.transaction().execute(async (transaction) => {
        const at = now();
        const documentId = file && policy.outputStore ? policy.outputStore.newId() : null;
        const updated = await transaction
          .updateTable("job")
          .set({
            state: "succeeded",
            percent: 100,
            phase: null,
            updatedAt: at,
            completedAt: at,
            expiresAt: at + options.retention(policy.retentionMs),
            outputSha256: file?.sha256 ?? null,
            outputName: file?.name ?? null,
            outputContentType: file?.contentType ?? null,
            outputBytes: file?.sizeBytes ?? null,
            outputCount: file?.fileCount ?? null,
            outputDocumentId: documentId,
            result: file || reply.data === undefined ? null : JSON.stringify(reply.data),
            inputPages: job.inputPages ?? reply.pages ?? null,
          })
          .where("id", "=", job.id)
          .where("state", "=", "running")
          .executeTakeFirst();
        if (updated.numUpdatedRows === 0n || !documentId || !file || !policy.outputStore) return;
        await transaction
          .insertInto("document")
          .values({
            id: documentId,
            api: policy.outputStore.api,
            account: job.account,
            name: file.name,
            contentType: file.contentType,
            sizeBytes: file.sizeBytes,
            sha256: file.sha256,
            pageCount: null,
            createdAt: at,
            updatedAt: at,
            expiresAt: at + options.retention(policy.outputStore.retentionMs),
          })
          .execute();
      });
    } finally {
      held?.release();
    }
  }

  async function fail(job: Job, errorCode: string, errorMessage: string): Promise<void> {
    const policy = policyOf(job);
    await database.transaction().execute(async (transaction) => {
      const at = now();
      const updated = await transaction
        .updateTable("job")
        .set({
          state: "failed",
          errorCode,
          errorMessage,
          phase: null,
          updatedAt: at,
          completedAt: at,
          expiresAt: at + options.retention(policy.retentionMs),
        })
        .where("id", "=", job.id)
        .where("state", "=", "running")
        .executeTakeFirst();
      if (updated.numUpdatedRows === 0n || !policy.refundsFailures || job.creditCost === 0) return;
      await transaction
        .updateTable("account")
        .set((account) => ({ credits: account("credits", "+", job.creditCost) }))
        .where("id", "=", job.account)
        .execute();
    });
  }

  /** Jobs that an earlier process left running begin anew, unless they are what ended it. */
  async function requeue(): Promise<void> {
    const left = await database.selectFrom("job").selectAll().where("state", "=", "running").execute();
    for (const job of left) {
      if (job.attempts < maxAttempts) await putBack(job, job.attempts);
      else await fail(job, "crashed", crashedMessage);
    }
  }

  /** The server stops: the job begins anew when it starts again. */
  async function putBack(job: Job, attempts: number): Promise<void> {
    await database
      .updateTable("job")
      .set({ state: "queued", attempts, startedAt: null, percent: 0, phase: null })
      .where("id", "=", job.id)
      .where("state", "=", "running")
      .execute();
  }

  await requeue();
  void pump();

  return {
    pump,
    async submit(job, guard) {
      const row = await database.transaction().execute(async (transaction) => {
        await guard?.(transaction);
        return transaction.insertInto("job").values(job).returningAll().executeTakeFirstOrThrow();
      });
      void pump();
      return row;
    },
    async cancel(id, from) {
      const at = now();
      const job = await database
        .updateTable("job")
        .set({ state: "canceled", phase: null, updatedAt: at, completedAt: at })
        .where("id", "=", id)
        .where("state", "in", [...from])
        .returningAll()
        .executeTakeFirst();
      if (!job) return false;
      await database
        .updateTable("job")
        .set({ expiresAt: at + options.retention(policyOf(job).retentionMs) })
        .where("id", "=", id)
        .execute();
      running.get(id)?.abort.abort();
      wakeWaiters(id);
      return true;
    },
    async waitForEnd(id, timeoutMs, signal) {
      if (closed || signal?.aborted) return;
      const { promise, resolve } = promiseWithResolvers();
      const set = waiters.get(id) ?? new Set();
      waiters.set(id, set.add(resolve));
      const timer = setTimeout(resolve, timeoutMs);
      signal?.addEventListener("abort", resolve, { once: true });
      try {
        // The job may have ended before the waiter was there.
        const row = await database.selectFrom("job").select("state").where("id", "=", id).executeTakeFirst();
        if (row && (row.state === "queued" || row.state === "running")) await promise;
      } finally {
        clearTimeout(timer);
        signal?.removeEventListener("abort", resolve);
        set.delete(resolve);
        if (set.size === 0) waiters.delete(id);
      }
    },
    async close() {
      closed = true;
      clearTimeout(wakeTimer);
      for (const id of [...waiters.keys()]) wakeWaiters(id);
      await pumping;
      await pool.close();
      await Promise.allSettled([...running.values()].map(({ settled }) => settled));
    },
  };
}

function promiseWithResolvers(): { promise: Promise<void>; resolve: () => void } {
  let resolve: () => void = () => undefined;
  const promise = new Promise<void>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}
