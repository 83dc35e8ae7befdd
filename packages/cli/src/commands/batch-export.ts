import { batchesIn } from "../batch/batches-in.js";
import { loadBatch } from "../batch/load-batch.js";
import { openState } from "../batch/open-state.js";
import { RESULT_FIELDS } from "../batch/result-fields.js";
import type { CliContext } from "../context.js";
import { checkFieldNames, selectFields } from "../output/json-fields.js";
import { writeJsonLine } from "../output/stdout.js";
import type { BatchStateFlags } from "./batch-status.js";

/** `docjobs batch export`: the results, one line of JSON each. */
export async function batchExportCommand(
  context: CliContext,
  flags: BatchStateFlags,
  directory?: string,
): Promise<void> {
  checkFieldNames(flags.json, RESULT_FIELDS);
  const module = await loadBatch();
  const wish = { directory, state: flags.state, database: flags.database };
  const queue = await openState(context, module, {
    ...wish,
    command: "export",
    readOnly: true,
  });
  try {
    for (const { id } of await batchesIn(context, module, queue, wish)) {
      for await (const result of module.readResults(queue, id))
        await writeJsonLine(selectFields({ ...result }, flags.json ?? "all"));
    }
  } finally {
    await queue.close();
  }
}
