import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { DatabaseAwayError } from "../store/database-away-error.js";
import { retryWhileAway } from "../store/retry-while-away.js";
import type { StoreMessage } from "../store/store.js";
import type { Job, JobState, NewJob } from "../store/tables.js";
import { cachedReply } from "./cached-reply.js";
import { claimNextJob, nextRunnableAt } from "./claim-next-job.js";
import { createEndWaiters } from "./end-waiters.js";
import type { EnginePool, PoolReply } from "./engine-pool.js";
import type { JobPolicy } from "./job-policy.js";
import { type Leasing, renewLeases, runKey, takeLapsed } from "./leases.js";
import { progressWriter } from "./progress-writer.js";
import { failJob, putJobBack, type SettleOptions, succeedJob } from "./settle-job.js";
import { type SubmitGuard, submitJob } from "./submit-job.js";

/** Takes jobs from the database through worker threads to their end. */
export interface JobRunner {
  /** Adds a job. `guard` runs in the same transaction and refuses the job by throwing. */
  submit(job: NewJob, guard?: SubmitGuard): Promise<Job>;
  /** Ends a job that is in one of the states; false if it is in none of them. */
  cancel(id: string, from: readonly JobState[]): Promise<boolean>;
  /** Resolves when the job has ended, when the time is over, or when the runner closes. */
  waitForEnd(id: string, timeoutMs: number, signal?: AbortSignal): Promise<void>;
  /** Something that another process has told; `missed` if it is not known what. */
  hear(message: StoreMessage | "missed"): void;
  /** Starts no further job, and resolves when those that run have ended, or when the time is over. */
  drain(timeoutMs: number): Promise<void>;
  /** Stops running jobs; they begin anew with the next runner. */
  close(): Promise<void>;
}

export interface JobRunnerOptions extends Omit<SettleOptions, "policyOf" | "closing">, Leasing {
  pool: EnginePool;
  /** Folder for outputs in the making. */
  workDirectory: string;
  /** By API. */
  policies: Readonly<Record<string, JobPolicy>>;
  /** None for a process that leaves the work to others. */
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
/** So often a process says that it lives: two such signs may be lost. */
const beatsPerLease = 4;
const inputGone = {
  ok: false,
  code: "input-gone",
  message: "The document is not in the server's storage any more. Upload it again.",
} as const;
const longestTimerMs = 2 ** 31 - 1;

export async function startJobRunner(options: JobRunnerOptions): Promise<JobRunner> {
  const { store, now, log, leaseMs } = options;
  const { database } = store;
  const policyOf = ({ api }: Pick<Job, "api">): JobPolicy => {
    const policy = options.policies[api];
    if (!policy) throw new Error(`No policy for jobs of ${api}`);
    return policy;
  };
  const closing = new AbortController();
  const settling: SettleOptions = { ...options, policyOf, closing: closing.signal };
  const waiters = createEndWaiters();
  /** By run: where a lease was lost, another run of the same job may begin before the first has stopped. */
  const running = new Map<string, { jobId: string; abort: AbortController; ended: Promise<void> }>();
  let wakeTimer: NodeJS.Timeout | undefined;
  let beatTimer: NodeJS.Timeout | undefined;
  let takesOverFromMs = 0;
  let wereStray = new Set<string>();
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
        const job = await claimNextJob(options);
        if (!job) break;
        const abort = new AbortController();
        const ended = runJob(job, abort.signal).finally(() => {
          running.delete(runKey(job));
          if (!closed) pump();
        });
        running.set(runKey(job), { jobId: job.id, abort, ended });
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

  /** Answers who waits for the job, and stops the work on it if it goes on. */
  function jobHasEnded(id: string): void {
    for (const { jobId, abort } of running.values()) if (jobId === id) abort.abort();
    waiters.wake(id);
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
    const cached = await retryWhileAway(() => cachedReply(database, job), closing.signal);
    if (cached) return cached;
    const stop = AbortSignal.any([closing.signal, signal]);
    const input = await retryWhileAway(() => options.blobs.local(job.inputSha256), stop).catch(
      (error: unknown) => {
        if (stop.aborted) return stopped;
        throw error;
      },
    );
    if (!input) return inputGone;
    if (!("path" in input)) return input;
    try {
      return await options.pool.run({
        engine: job.engine,
        task: {
          inputPath: input.path,
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
    } finally {
      input.release();
    }
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

  /** What a process that is gone left running begins anew, unless it is what ended that process. */
  async function takeOver(): Promise<void> {
    for (const job of await takeLapsed(options)) {
      if (job.attempts < maxAttempts) await putJobBack(job, job.attempts, settling);
      else await failJob(job, crashed, settling);
    }
  }

  /** Says that this process is still at its jobs, and looks after what others may have left. */
  async function beat(): Promise<void> {
    const before = [...running];
    const renewed = await renewLeases(options);
    const kept = new Set(renewed.map(runKey));
    // Canceled through another process, or taken over: this process was taken for dead.
    for (const [key, run] of before) if (!kept.has(key)) run.abort.abort();
    // Claimed, but the answer of the database was lost; twice, because a claim may be under way.
    const strays = renewed.filter((run) => !running.has(runKey(run)));
    for (const run of strays)
      if (wereStray.has(runKey(run))) await putJobBack(run, run.attempts - 1, settling);
    wereStray = new Set(strays.map(runKey));
    if (performance.now() >= takesOverFromMs) await takeOver();
    pump();
    waiters.wakeAll();
  }

  function keepBeating(): void {
    if (closed) return;
    beatTimer = setTimeout(() => {
      beat()
        .catch((error: unknown) => {
          log(`jobs: ${String(error)}`);
          // Other processes could not renew their leases either: they get the time to.
          if (error instanceof DatabaseAwayError) takesOverFromMs = performance.now() + leaseMs;
        })
        .finally(keepBeating);
    }, leaseMs / beatsPerLease);
    beatTimer.unref();
  }

  await rm(options.workDirectory, { recursive: true, force: true });
  await mkdir(options.workDirectory, { recursive: true, mode: 0o700 });
  await takeOver();
  pump();
  if (store.isShared) keepBeating();

  return {
    async submit(job, guard) {
      const row = await submitJob(store, job, guard);
      pump();
      return row;
    },
    async cancel(id, from) {
      const at = now();
      const isCanceled = await database.transaction().execute(async (transaction) => {
        const canceled = await transaction
          .updateTable("job")
          .set({ state: "canceled", phase: null, updatedAt: at, completedAt: at })
          .where("id", "=", id)
          .where("state", "in", [...from])
          .returning(["api"])
          .executeTakeFirst();
        if (!canceled) return false;
        const expiresAt = at + options.retention(policyOf(canceled).retentionMs);
        await transaction.updateTable("job").set({ expiresAt }).where("id", "=", id).execute();
        await store.tell(transaction, { type: "ended", jobId: id });
        return true;
      });
      if (isCanceled) jobHasEnded(id);
      return isCanceled;
    },
    async waitForEnd(id, timeoutMs, signal) {
      const deadlineMs = performance.now() + timeoutMs;
      for (;;) {
        const leftMs = deadlineMs - performance.now();
        if (closed || signal?.aborted || leftMs <= 0) return;
        const waiting = waiters.wait(id, leftMs, signal);
        try {
          // The job may have ended before the waiter was there.
          const row = await database
            .selectFrom("job")
            .select("state")
            .where("id", "=", id)
            .executeTakeFirst();
          if (row?.state !== "queued" && row?.state !== "running") return;
          await waiting.ended;
        } finally {
          waiting.stop();
        }
      }
    },
    hear(message) {
      if (message === "missed") waiters.wakeAll();
      else if (message.type === "ended") jobHasEnded(message.jobId);
      if (message === "missed" || message.type === "queued") pump();
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
      clearTimeout(beatTimer);
      waiters.wakeAll();
      await pumping;
      await options.pool.close();
      await Promise.allSettled([...running.values()].map(({ ended }) => ended));
    },
  };
}
