import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { Transaction } from "kysely";
import type { Job, JobState, NewJob, Tables } from "../store/tables.js";
import { cachedReply } from "./cached-reply.js";
import { claimNextJob, nextRunnableAt } from "./claim-next-job.js";
import { createEndWaiters } from "./end-waiters.js";
import type { EnginePool, PoolReply } from "./engine-pool.js";
import type { JobPolicy } from "./job-policy.js";
import { progressWriter } from "./progress-writer.js";
import { failJob, putJobBack, type SettleOptions, succeedJob } from "./settle-job.js";

/** Takes jobs from the database through worker threads to their end. */
export interface JobRunner {
  /** Adds a job. `guard` runs in the same transaction and refuses the job by throwing. */
  submit(job: NewJob, guard?: (transaction: Transaction<Tables>) => Promise<void>): Promise<Job>;
  /** Ends a job that is in one of the states; false if it is in none of them. */
  cancel(id: string, from: readonly JobState[]): Promise<boolean>;
  /** Resolves when the job has ended, when the time is over, or when the runner closes. */
  waitForEnd(id: string, timeoutMs: number, signal?: AbortSignal): Promise<void>;
  /** Starts no further job, and resolves when those that run have ended, or when the time is over. */
  drain(timeoutMs: number): Promise<void>;
  /** Stops running jobs; they begin anew with the next runner. */
  close(): Promise<void>;
}

export interface JobRunnerOptions extends Omit<SettleOptions, "policyOf"> {
  pool: EnginePool;
  /** Folder for outputs in the making. */
  workDirectory: string;
  /** By API. */
  policies: Readonly<Record<string, JobPolicy>>;
  maxRunning: number;
  timeLimitMs: number;
  /** Called when a job has ended or was put back. */
  onEnded?: (id: string) => void;
  log: (line: string) => void;
}

/** A job whose work took the whole process with it this often is not begun again. */
const maxAttempts = 3;
const crashed = {
  code: "crashed",
  message: `The server ended ${maxAttempts} times while it worked on this document. Try another export of it.`,
};
const defect = { code: "internal", message: "The server could not run this job. Submit it again." };
const stopped = { ok: false, code: "aborted", message: "The job was stopped." } as const;
const forcedFailure = {
  ok: false,
  code: "crashed",
  message: "The job failed. This was asked for as a fault.",
} as const;
const longestTimerMs = 2 ** 31 - 1;

export async function startJobRunner(options: JobRunnerOptions): Promise<JobRunner> {
  const { database, now, log } = options;
  const policyOf = ({ api }: Pick<Job, "api">): JobPolicy => {
    const policy = options.policies[api];
    if (!policy) throw new Error(`No policy for jobs of ${api}`);
    return policy;
  };
  const settling: SettleOptions = { ...options, policyOf };
  const waiters = createEndWaiters();
  const running = new Map<string, { abort: AbortController; ended: Promise<void> }>();
  let wakeTimer: NodeJS.Timeout | undefined;
  const closing = new AbortController();
  let resting = 0;
  let draining = false;
  let closed = false;
  let pumping: Promise<void> | undefined;
  let pumpAgain = false;

  /** Starts what may start. */
  function pump(): void {
    pumpAgain = true;
    pumping ??= startJobs()
      .catch((error: unknown) => log(`jobs could not be started: ${String(error)}`))
      .finally(() => {
        pumping = undefined;
      });
  }

  async function startJobs(): Promise<void> {
    while (pumpAgain && !closed) {
      pumpAgain = false;
      while (running.size - resting < options.maxRunning && !closed && !draining) {
        const job = await claimNextJob(database, policyOf, now());
        if (!job) break;
        const abort = new AbortController();
        const ended = runJob(job, abort.signal).finally(() => {
          running.delete(job.id);
          if (!closed) pump();
        });
        running.set(job.id, { abort, ended });
      }
      await wakeWhenDue();
    }
  }

  async function wakeWhenDue(): Promise<void> {
    clearTimeout(wakeTimer);
    const dueAt = await nextRunnableAt(database, now());
    if (dueAt === undefined || closed) return;
    wakeTimer = setTimeout(pump, Math.min(Math.max(dueAt - now(), 1), longestTimerMs));
    wakeTimer.unref();
  }

  async function runJob(job: Job, signal: AbortSignal): Promise<void> {
    const outputDirectory = join(options.workDirectory, `${job.id}-${job.attempts}`);
    try {
      await mkdir(outputDirectory, { recursive: true, mode: 0o700 });
      const reply = await runEngine(job, outputDirectory, signal);
      await settle(job, reply);
    } catch (error) {
      log(`job ${job.id}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
      if (!closed) await failJob(job, defect, settling).catch((cause: unknown) => log(String(cause)));
    } finally {
      await rm(outputDirectory, { recursive: true, force: true }).catch(() => undefined);
      waiters.wake(job.id);
      options.onEnded?.(job.id);
    }
  }

  async function runEngine(job: Job, outputDirectory: string, signal: AbortSignal): Promise<PoolReply> {
    if (job.slowMs > 0) await rest(job.slowMs, signal);
    if (closing.signal.aborted || signal.aborted) return stopped;
    if (job.forcedErrorCode !== null) return forcedFailure;
    const cached = await cachedReply(database, job);
    if (cached) return cached;
    return options.pool.run({
      engine: job.engine,
      task: {
        inputPath: options.blobs.path(job.inputSha256),
        inputName: job.inputName,
        from: job.inputFormat,
        to: job.target,
        options: JSON.parse(job.options) as Record<string, unknown>,
        outputDirectory,
      },
      signal,
      timeLimitMs: options.timeLimitMs,
      onProgress: progressWriter(job, options),
    });
  }

  async function settle(job: Job, reply: PoolReply): Promise<void> {
    if (reply.ok) return succeedJob(job, reply, settling);
    if (reply.code === "aborted" && closed) return putJobBack(job, job.attempts - 1, settling);
    // A canceled job's row says so already, and only running jobs are failed.
    return failJob(job, reply, settling);
  }

  /** A job that is slow on purpose takes no place from others meanwhile. */
  async function rest(slowMs: number, signal: AbortSignal): Promise<void> {
    resting += 1;
    pump();
    await pause(slowMs, undefined, {
      ref: false,
      signal: AbortSignal.any([signal, closing.signal]),
    }).catch(() => undefined);
    resting -= 1;
  }

  /** What an earlier process left running begins anew, unless it is what ended that process. */
  async function takeOver(): Promise<void> {
    const left = await database.selectFrom("job").selectAll().where("state", "=", "running").execute();
    for (const job of left) {
      if (job.attempts < maxAttempts) await putJobBack(job, job.attempts, settling);
      else await failJob(job, crashed, settling);
    }
  }

  await rm(options.workDirectory, { recursive: true, force: true });
  await mkdir(options.workDirectory, { recursive: true, mode: 0o700 });
  await takeOver();
  pump();

  return {
    async submit(job, guard) {
      const row = await database.transaction().execute(async (transaction) => {
        await guard?.(transaction);
        return transaction.insertInto("job").values(job).returningAll().executeTakeFirstOrThrow();
      });
      pump();
      return row;
    },
    async cancel(id, from) {
      const at = now();
      const canceled = await database
        .updateTable("job")
        .set({ state: "canceled", phase: null, updatedAt: at, completedAt: at })
        .where("id", "=", id)
        .where("state", "in", [...from])
        .returning(["api"])
        .executeTakeFirst();
      if (!canceled) return false;
      const expiresAt = at + options.retention(policyOf(canceled).retentionMs);
      await database.updateTable("job").set({ expiresAt }).where("id", "=", id).execute();
      running.get(id)?.abort.abort();
      waiters.wake(id);
      return true;
    },
    async waitForEnd(id, timeoutMs, signal) {
      if (closed || signal?.aborted) return;
      const waiting = waiters.wait(id, timeoutMs, signal);
      try {
        // The job may have ended before the waiter was there.
        const row = await database.selectFrom("job").select("state").where("id", "=", id).executeTakeFirst();
        if (row?.state === "queued" || row?.state === "running") await waiting.ended;
      } finally {
        waiting.stop();
      }
    },
    async drain(timeoutMs) {
      draining = true;
      await pumping;
      const ended = Promise.allSettled([...running.values()].map((job) => job.ended));
      const limit = new AbortController();
      await Promise.race([
        ended,
        pause(Math.min(timeoutMs, longestTimerMs), undefined, { signal: limit.signal }),
      ]).finally(() => limit.abort());
    },
    async close() {
      closed = true;
      closing.abort();
      clearTimeout(wakeTimer);
      waiters.wakeAll();
      await pumping;
      await options.pool.close();
      await Promise.allSettled([...running.values()].map(({ ended }) => ended));
    },
  };
}
