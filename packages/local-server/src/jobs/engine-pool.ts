import { setMaxListeners } from "node:events";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { MessageChannel } from "node:worker_threads";
import { Piscina } from "piscina";
import type { EngineErrorCode } from "../engines/engine-error.js";
import type { EngineTask } from "../engines/engine.js";
import type { WorkerMessage, WorkerReply, WorkerRequest } from "./worker-protocol.js";

/** Worker threads that run engines. No thread exists before the first task, nor long after the last one. */
export interface EnginePool {
  run(task: PoolTask): Promise<PoolReply>;
  /** Ends running tasks at once; they settle as `aborted`. */
  close(): Promise<void>;
}

export interface PoolTask {
  engine: string;
  task: EngineTask;
  signal: AbortSignal;
  timeLimitMs: number;
  onProgress?: (percent: number, phase: string | null) => void;
}

export type PoolErrorCode = EngineErrorCode | "timeout" | "out-of-memory" | "crashed" | "input-gone";

export type PoolReply =
  Extract<WorkerReply, { ok: true }> | { ok: false; code: PoolErrorCode; message: string; detail?: string };

export interface EnginePoolOptions {
  maxThreads: number;
  log: (line: string) => void;
  /** Limit of a thread's JavaScript heap. */
  heapLimitMb?: number;
  /** The worker's file; the package's own by default. */
  workerPath?: string | undefined;
}

/** Time that an engine has, once told to stop, before its thread is ended. */
const stopGraceMs = 500;
const defaultHeapLimitMb = 1536;
const idleThreadMs = 30_000;
/** Native memory of a thread never shrinks, so threads are replaced after this many tasks, or when the process is large. */
const tasksPerGeneration = 40;
const residentLimitBytes = 1.5 * 1024 ** 3;

export function createEnginePool(options: EnginePoolOptions): EnginePool {
  let generation: Generation | undefined;
  const retiring = new Set<Promise<void>>();
  const running = new Set<Promise<unknown>>();
  const closing = new AbortController();
  // Every task that waits or runs listens.
  setMaxListeners(0, closing.signal);

  function current(): Generation {
    if (generation?.isUsedUp()) {
      const retired = generation.retire().finally(() => retiring.delete(retired));
      retiring.add(retired);
      generation = undefined;
    }
    generation ??= createGeneration(options);
    return generation;
  }

  return {
    async run(task) {
      if (closing.signal.aborted) return stopped;
      const work = runTask(current(), task, closing.signal, options.log);
      running.add(work);
      try {
        return await work;
      } finally {
        running.delete(work);
      }
    },
    async close() {
      closing.abort();
      await Promise.allSettled([...running]);
      await Promise.allSettled([generation?.destroy(), ...retiring]);
    },
  };
}

/** One set of threads. */
interface Generation {
  run(request: WorkerRequest, signal: AbortSignal): Promise<WorkerReply>;
  isUsedUp(): boolean;
  /** A task has left a thread in a state that is not to be trusted. */
  wearOut(): void;
  /** Ends the threads when their tasks are done. */
  retire(): Promise<void>;
  destroy(): Promise<void>;
}

function createGeneration(options: EnginePoolOptions): Generation {
  const piscina = new Piscina<WorkerRequest, WorkerReply>({
    filename: options.workerPath ?? builtWorkerPath(),
    name: "runEngineTask",
    minThreads: 0,
    maxThreads: options.maxThreads,
    idleTimeout: idleThreadMs,
    concurrentTasksPerWorker: 1,
    // A thread that sleeps on a shared buffer between tasks would block threads of its own, such as tesseract's.
    atomics: "disabled",
    resourceLimits: { maxOldGenerationSizeMb: options.heapLimitMb ?? defaultHeapLimitMb },
    execArgv: [],
  });
  // A thread that dies between tasks concerns no job; without a listener it would end the process.
  piscina.on("error", () => undefined);
  let tasks = 0;
  let worn = false;
  const running = new Set<Promise<unknown>>();
  return {
    run(request, signal) {
      tasks += 1;
      const work = piscina.run(request, { transferList: [request.port], signal });
      const settled = work.catch(() => undefined).finally(() => running.delete(settled));
      running.add(settled);
      return work;
    },
    isUsedUp: () =>
      worn || tasks >= tasksPerGeneration || (tasks > 0 && process.memoryUsage.rss() > residentLimitBytes),
    wearOut() {
      worn = true;
    },
    async retire() {
      await Promise.allSettled([...running]);
      await piscina.destroy();
    },
    destroy: () => piscina.destroy(),
  };
}

const stopped = { ok: false, code: "aborted", message: "The job was stopped." } as const;

async function runTask(
  generation: Generation,
  { engine, task, signal, timeLimitMs, onProgress }: PoolTask,
  closing: AbortSignal,
  log: (line: string) => void,
): Promise<PoolReply> {
  const { port1, port2 } = new MessageChannel();
  const kill = new AbortController();
  let timedOut = false;
  let graceTimer: NodeJS.Timeout | undefined;
  const stop = (): void => {
    port1.postMessage("stop");
    graceTimer ??= setTimeout(() => kill.abort(), stopGraceMs);
  };
  const stopAtOnce = (): void => kill.abort();
  const limitTimer = setTimeout(() => {
    timedOut = true;
    stop();
  }, timeLimitMs);
  signal.addEventListener("abort", stop, { once: true });
  closing.addEventListener("abort", stopAtOnce, { once: true });
  if (signal.aborted) stop();
  port1.on("message", (message: WorkerMessage) => {
    if (message.type === "log") log(`${engine}: ${message.line}`);
    else onProgress?.(message.percent, message.phase);
  });
  try {
    const reply = await generation.run({ engine, task, port: port2 }, kill.signal);
    if (!reply.ok && reply.worn) generation.wearOut();
    if (timedOut && !reply.ok) return timeLimitReply(timeLimitMs);
    if (!reply.ok && reply.detail) log(`${engine}: ${reply.detail}`);
    return reply;
  } catch (error) {
    if (timedOut) return timeLimitReply(timeLimitMs);
    if (kill.signal.aborted) return stopped;
    return crashReply(error);
  } finally {
    clearTimeout(limitTimer);
    clearTimeout(graceTimer);
    signal.removeEventListener("abort", stop);
    closing.removeEventListener("abort", stopAtOnce);
    port1.close();
  }
}

function timeLimitReply(timeLimitMs: number): PoolReply {
  const seconds = Math.round(timeLimitMs / 1000);
  return {
    ok: false,
    code: "timeout",
    message: `The work was stopped after ${seconds} s, the longest a job may take. Split the document.`,
  };
}

function crashReply(error: unknown): PoolReply {
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
  if ((error as { code?: unknown }).code === "ERR_WORKER_OUT_OF_MEMORY") {
    return {
      ok: false,
      code: "out-of-memory",
      message: "The document needs more memory than a job may take. Split it.",
      detail,
    };
  }
  return {
    ok: false,
    code: "crashed",
    message: "The worker thread ended unexpectedly on this document. Try another export of it.",
    detail,
  };
}

/** Beside this file when built; in the package's `dist` when the sources run, as in tests. */
function builtWorkerPath(): string {
  const places = ["./engine-worker.js", "../dist/engine-worker.js", "../../dist/engine-worker.js"];
  const found = places
    .map((place) => fileURLToPath(new URL(place, import.meta.url)))
    .find((path) => existsSync(path));
  if (!found) throw new Error("The engine worker is not built. Run the package's build first.");
  return found;
}
