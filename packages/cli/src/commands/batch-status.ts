import type { OutputFlags } from "../common-flags.js";
import type { CliContext } from "../context.js";
import { batchesIn } from "../batch/batches-in.js";
import { loadBatch } from "../batch/load-batch.js";
import { openState } from "../batch/open-state.js";
import { checkFieldNames, selectFields } from "../output/json-fields.js";
import { writeJsonLine, writeStdout } from "../output/stdout.js";
import { printable } from "../terminal/printable.js";

export interface BatchStateFlags extends OutputFlags {
  state?: string;
  database?: string;
}

const STATUS_FIELDS: readonly string[] = ["batch", "steps", "outputDirectory", "total", "states", "phases"];

/** `docjobs batch status`: how far it is, also while it runs. */
export async function batchStatusCommand(
  context: CliContext,
  flags: BatchStateFlags,
  directory?: string,
): Promise<void> {
  checkFieldNames(flags.json, STATUS_FIELDS);
  const module = await loadBatch();
  const wish = { directory, state: flags.state, database: flags.database };
  const queue = await openState(context, module, {
    ...wish,
    command: "status",
    readOnly: true,
  });
  try {
    for (const { id, steps, outputDirectory, counts } of await batchesIn(context, module, queue, wish)) {
      const { total, states, phases } = counts;
      const chain = steps.map(({ provider, kind }) => `${provider}:${kind}`);
      if (flags.json !== undefined) {
        const fields = { batch: id, steps: chain, outputDirectory, total, states, phases };
        await writeJsonLine(selectFields(fields, flags.json));
        continue;
      }
      const parts = Object.entries(phases).map(([phase, count]) => `${count} ${phase}`);
      await writeStdout(
        `${printable(chain.join(" then "))} in ${printable(outputDirectory)}: ${total} inputs, ${parts.join(", ")}\n`,
      );
    }
  } finally {
    await queue.close();
  }
}
