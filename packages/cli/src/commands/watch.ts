import type { CliContext } from "../context.js";
import { DEFAULT_TIMEOUT_MS } from "../jobs/follow-job.js";
import { JOB_FIELDS } from "../jobs/job-fields.js";
import { openJob } from "../jobs/open-job.js";
import { checkFieldNames } from "../output/json-fields.js";
import { printJob } from "./get.js";
import type { WaitFlags } from "./wait.js";

/** `docjobs watch`: a line for every change, until the job has ended. */
export async function watchCommand(
  context: CliContext,
  flags: WaitFlags,
  ...words: readonly string[]
): Promise<void> {
  checkFieldNames(flags.json, JOB_FIELDS);
  const { job } = await openJob(context, "watch", flags, words);
  if (flags.onInterrupt === "cancel" && context.active && job.cancel)
    context.active.cancel = () => job.cancel!();
  // Printing keeps the order of the events; a reader that goes away ends the wait.
  const stop = new AbortController();
  let printed: Promise<void> = Promise.resolve();
  let failure: unknown;
  const wait = job.wait({
    timeoutMs: flags.timeout ?? DEFAULT_TIMEOUT_MS,
    signal: AbortSignal.any([context.interruption.signal, stop.signal]),
    onEvent: (snapshot) => {
      printed = printed
        .then(() => printJob(flags, snapshot))
        .catch((error: unknown) => {
          failure ??= error;
          stop.abort(error);
        });
    },
  });
  try {
    await wait;
  } catch (error) {
    await printed;
    throw failure ?? error;
  }
  await printed;
  if (failure !== undefined) throw failure;
}
