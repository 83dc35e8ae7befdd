import { JobNotCancelableError, JobNotFoundError, type JobsClient } from "@docjobs/jobs-core";
import { batchesIn } from "../batch/batches-in.js";
import { loadBatch } from "../batch/load-batch.js";
import { openState } from "../batch/open-state.js";
import type { CliContext } from "../context.js";
import { openProgress } from "../jobs/open-progress.js";
import { checkFieldNames, selectFields } from "../output/json-fields.js";
import { writeJsonLine, writeStdout } from "../output/stdout.js";
import { connect, type ConnectionFlags } from "../providers/connect.js";
import { findProvider } from "../providers/find-provider.js";
import type { BatchStateFlags } from "./batch-status.js";

export interface BatchCancelFlags extends BatchStateFlags, ConnectionFlags {}

const CONNECT_MS = 60_000;

/** `docjobs batch cancel`: what was not submitted never will be, and jobs end where the API ends them. */
export async function batchCancelCommand(
  context: CliContext,
  flags: BatchCancelFlags,
  directory?: string,
): Promise<void> {
  checkFieldNames(flags.json, ["planned", "jobs", "left"]);
  const { noteLine: note } = openProgress(context, flags.quiet);
  const module = await loadBatch();
  const wish = { directory, state: flags.state, database: flags.database };
  const queue = await openState(context, module, {
    ...wish,
    command: "cancel",
  });
  const total = { planned: 0, jobs: 0, left: 0 };
  const clients = new Map<string, JobsClient>();
  const cancelJob = async (provider: string, token: string): Promise<boolean> => {
    const entry = findProvider(provider);
    if (!entry.api.cancel) return false;
    const client =
      clients.get(provider) ?? (await connect(context, entry, { flags, note, timeoutMs: CONNECT_MS })).client;
    clients.set(provider, client);
    return canceled(client, token, context.interruption.signal);
  };
  try {
    for (const batch of await batchesIn(context, module, queue, wish)) {
      const { planned, jobs, left } = await module.cancelItems(queue, batch, cancelJob);
      total.planned += planned;
      total.jobs += jobs;
      total.left += left;
    }
  } finally {
    await queue.close();
  }
  if (flags.json !== undefined) return writeJsonLine(selectFields(total, flags.json));
  await writeStdout(`${total.planned + total.jobs}\n`);
  note(
    `${total.planned} inputs will not be submitted, ${total.jobs} jobs are canceled` +
      (total.left === 0 ? "." : `, ${total.left} jobs go on: a further run saves their results.`),
  );
}

async function canceled(client: JobsClient, token: string, signal: AbortSignal): Promise<boolean> {
  try {
    await client.resume(token).cancel?.({ signal });
    return true;
  } catch (error) {
    if (JobNotCancelableError.isInstance(error) || JobNotFoundError.isInstance(error)) return false;
    throw error;
  }
}
