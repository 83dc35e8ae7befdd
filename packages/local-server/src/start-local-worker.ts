import { openBackend } from "./backend.js";
import { defaultConcurrency, jobLeaseMs, jobTimeLimitMs } from "./jobs/job-limits.js";
import { createLogger, type LogLevel } from "./operation/create-logger.js";

export interface LocalWorkerOptions {
  /** `postgres://…`: the database of the servers whose jobs are to be done. Takes the package pg. */
  databaseUrl: string;
  /** The directory that those servers share. */
  dataDirectory: string;
  /** `s3://bucket/prefix/`: the files of those servers, where they have them in a bucket. */
  files?: string;
  /** What copies of a bucket's files may take on this machine's disk, beside those in use. Default: 2 GB. */
  filesCacheBytes?: number;
  /** Jobs at a time. Default: as many as there are cores, six at most. */
  concurrency?: number;
  /** Replaces every API's own time for keeping results; the servers' own should be the same. */
  retentionMs?: number;
  /** What is logged, as JSON lines. Default: warn where `log` is given, else nothing. */
  logLevel?: LogLevel;
  /** Takes the log's lines. Default: they go to stderr. */
  log?: (line: string) => void;
}

export interface LocalWorker {
  /** Stops; other processes take over what is not done. With `drainMs` the jobs that run get so long to end. */
  close(options?: { drainMs?: number }): Promise<void>;
}

/**
 * Works on the jobs of local servers that share a database, and answers no requests.
 *
 * @throws DatabaseUnusableError, DataDirectoryMismatchError, DriverMissingError.
 */
export async function startLocalWorker(options: LocalWorkerOptions): Promise<LocalWorker> {
  const { databaseUrl, dataDirectory } = options;
  const logger = createLogger({
    level: options.logLevel ?? (options.log ? "warn" : "silent"),
    write: options.log ?? ((line) => void process.stderr.write(`${line}\n`)),
  });
  const backend = await openBackend({
    dataDirectory,
    databaseUrl,
    filesUrl: options.files,
    filesCacheBytes: options.filesCacheBytes,
    maxRunning: options.concurrency ?? defaultConcurrency(),
    timeLimitMs: jobTimeLimitMs,
    leaseMs: jobLeaseMs,
    retention: (defaultMs) => options.retentionMs ?? defaultMs,
    logger,
    now: undefined,
    workerPath: undefined,
    // Servers tell the webhooks: URLs in them are theirs.
    onEnded: () => undefined,
  });
  // It listens nowhere, so that a database which is away would leave nothing that keeps the process.
  const untilClosed = setInterval(() => undefined, 60_000);
  let closing: Promise<void> | undefined;
  const close = async (drainMs: number): Promise<void> => {
    try {
      await backend.stop(drainMs);
      await backend.close();
    } finally {
      clearInterval(untilClosed);
    }
  };
  return { close: ({ drainMs = 0 } = {}) => (closing ??= close(drainMs)) };
}
