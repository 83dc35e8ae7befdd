import { batchesIn } from "../batch/batches-in.js";
import { loadBatch } from "../batch/load-batch.js";
import { openState } from "../batch/open-state.js";
import type { CliContext } from "../context.js";
import { openProgress } from "../jobs/open-progress.js";
import { checkFieldNames, selectFields } from "../output/json-fields.js";
import { writeJsonLine, writeStdout } from "../output/stdout.js";
import type { BatchStateFlags } from "./batch-status.js";

export interface BatchRetryFlags extends BatchStateFlags {
  unknown?: boolean;
  canceled?: boolean;
}

/** `docjobs batch retry`: failed inputs are planned again. */
export async function batchRetryCommand(
  context: CliContext,
  flags: BatchRetryFlags,
  directory?: string,
): Promise<void> {
  checkFieldNames(flags.json, ["retried"]);
  const module = await loadBatch();
  const wish = { directory, state: flags.state, database: flags.database };
  const queue = await openState(context, module, {
    ...wish,
    command: "retry",
  });
  let retried = 0;
  try {
    for (const { id } of await batchesIn(context, module, queue, wish)) {
      const { unknown, canceled } = flags;
      retried += await module.retryItems(queue, id, { unknown, canceled });
    }
  } finally {
    await queue.close();
  }
  if (flags.json !== undefined) return writeJsonLine(selectFields({ retried }, flags.json));
  await writeStdout(`${retried}\n`);
  const { noteLine } = openProgress(context, flags.quiet);
  noteLine(
    retried === 0
      ? "There is nothing to retry."
      : `${retried} inputs are planned again; run the same \`docjobs batch run\` to do them.`,
  );
}
