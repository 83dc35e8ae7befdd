import type { ServingFlags } from "../app/serve-flags.js";
import { loadBatch } from "../batch/load-batch.js";
import { openDatabase } from "../batch/open-database.js";
import { checkInput } from "../batch/check-input.js";
import type { OutputFlags } from "../common-flags.js";
import type { CliContext } from "../context.js";
import { CliError } from "../errors/cli-error.js";
import { usageError } from "../errors/usage-error.js";
import { openProgress } from "../jobs/open-progress.js";
import { connect, type ConnectionFlags } from "../providers/connect.js";
import { serverWorkerCommand } from "./server-worker.js";
import { findProviderOrNone, findTarget } from "../providers/find-provider.js";

export interface WorkerFlags extends ConnectionFlags, ServingFlags, OutputFlags {
  database?: string;
  concurrency?: number;
  untilDone?: boolean;
  unchecked?: boolean;
  server?: boolean;
}

const CONNECT_MS = 60_000;

/** `docjobs worker`: works on the batches of a shared database, or on the jobs of servers, until a signal. */
export async function workerCommand(context: CliContext, flags: WorkerFlags): Promise<void> {
  if (flags.server) return serverWorkerCommand(context, flags);
  const database = flags.database ?? context.env["DOCJOBS_DATABASE"];
  if (!database) {
    throw usageError(
      "docjobs worker needs the database that the batches are in.",
      "Add --database postgres://…, or set DOCJOBS_DATABASE.",
    );
  }
  const { noteLine: note } = openProgress(context, flags.quiet);
  const module = await loadBatch();
  const queue = await openDatabase(context, module, database);
  context.runsUntilSignal = true;
  note("Working. Stop with Ctrl-C; what is at the API goes on, and other workers take over.");
  await module.runWorker({
    queue,
    signal: context.interruption.signal,
    onNote: note,
    ...(flags.concurrency !== undefined && { concurrency: flags.concurrency }),
    ...(flags.untilDone && { untilDone: true }),
    async stepFor({ provider }) {
      const entry = findProviderOrNone(provider);
      if (!entry) return undefined;
      try {
        const { clientOptions } = await connect(context, entry, { flags, note, timeoutMs: CONNECT_MS });
        return { api: entry.api, clientOptions };
      } catch (error) {
        if (!(error instanceof CliError)) throw error;
        note(`Batches for ${provider} are left to other workers: ${error.message}`);
        return undefined;
      }
    },
    check: ({ provider, kind }, input, document) =>
      checkInput(findTarget(`${provider}:${kind}`), input, flags.unchecked ?? false, document),
  });
}
