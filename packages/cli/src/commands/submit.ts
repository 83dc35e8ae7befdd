import type { OutputFlags } from "../common-flags.js";
import type { CliContext } from "../context.js";
import { usageError } from "../errors/usage-error.js";
import type { FieldFlags } from "../fields/plan-fields.js";
import type { ConnectionFlags } from "../providers/connect.js";
import { runCommand } from "./run.js";

export interface SubmitFlags extends FieldFlags, ConnectionFlags, OutputFlags {
  timeout?: number;
  unchecked?: boolean;
}

/** `docjobs submit`: what `run --detach` does. */
export async function submitCommand(
  context: CliContext,
  flags: SubmitFlags,
  ...words: readonly string[]
): Promise<void> {
  if (words.length < 2)
    throw usageError(
      "docjobs submit needs a provider and an input.",
      "docjobs submit castdoc report.pdf --to docx",
    );
  await runCommand(context, { ...flags, detach: true }, ...words);
}
