import type { MessagePort } from "node:worker_threads";
import type { EngineErrorCode } from "../engines/engine-error.js";
import type { EngineTask } from "../engines/engine.js";

/** What the server hands a worker thread. */
export interface WorkerRequest {
  engine: string;
  task: EngineTask;
  /** Progress and log lines come back through it, a stop goes in. */
  port: MessagePort;
}

/** Sent by the worker while it runs. */
export type WorkerMessage =
  { type: "progress"; percent: number; phase: string | null } | { type: "log"; line: string };

/**
 * Errors lose their fields on the way out of a thread, so a failure is an answer. `worn` says that the thread is not to be used
 * again.
 */
export type WorkerReply =
  | { ok: true; file?: OutputFile; data?: unknown; pages?: number }
  | { ok: false; code: EngineErrorCode | "out-of-memory"; message: string; detail?: string; worn?: true };

/** The finished output file, already hashed and flushed to disk. */
export interface OutputFile {
  path: string;
  name: string;
  contentType: string;
  /** Outputs inside it: more than one in an archive. */
  fileCount: number;
  sizeBytes: number;
  sha256: string;
}
