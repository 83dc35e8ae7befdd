import type { CliContext } from "../context.js";
import { usageError } from "../errors/usage-error.js";
import { openProgress } from "../jobs/open-progress.js";
import { dataDirectory } from "../local/data-directory.js";
import { loadLocalServer } from "../local/load-local-server.js";
import {
  requireSharedFolder,
  serverDatabase,
  serverFiles,
  sharedServerError,
} from "../local/shared-server.js";
import { DEFAULT_DRAIN_MS } from "./serve.js";
import type { WorkerFlags } from "./worker.js";

/** `docjobs worker --server`: works on the jobs of servers that share a database, until a signal. */
export async function serverWorkerCommand(context: CliContext, flags: WorkerFlags): Promise<void> {
  const databaseUrl = serverDatabase(flags.database, context.env);
  if (databaseUrl === undefined)
    throw usageError(
      "docjobs worker --server needs the database of the servers.",
      "Add --database postgres://…, or set DOCJOBS_SERVE_DATABASE.",
    );
  const files = serverFiles(flags.files, context.env);
  if (files === undefined) requireSharedFolder(flags.data, context.env);
  const module = await loadLocalServer();
  const worker = await module
    .startLocalWorker({
      databaseUrl,
      dataDirectory: dataDirectory(flags.data, context.env, context.home),
      ...(files !== undefined && { files }),
      ...(flags.concurrency !== undefined && { concurrency: Math.max(1, Math.floor(flags.concurrency)) }),
      ...(flags.retention !== undefined && { retentionMs: flags.retention }),
      logLevel: flags.logLevel ?? "warn",
    })
    .catch((error: unknown) => {
      throw sharedServerError(error, module);
    });
  context.cleanups.push(() => worker.close());
  const { noteLine: note } = openProgress(context, flags.quiet);
  note("Working on the servers' jobs. Stop with Ctrl-C; other processes take over what is not done.");
  context.runsUntilSignal = true;
  const { stopSignal } = await context.interruption.received;
  await worker.close({ drainMs: stopSignal === "SIGTERM" ? (flags.drain ?? DEFAULT_DRAIN_MS) : 0 });
}
