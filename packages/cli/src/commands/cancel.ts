import type { CliContext } from "../context.js";
import { JOB_FIELDS } from "../jobs/job-fields.js";
import { openJob } from "../jobs/open-job.js";
import { checkFieldNames } from "../output/json-fields.js";
import { printJob, type JobFlags } from "./get.js";

/** `docjobs cancel`: asks the API to end a job, and shows what has become of it. */
export async function cancelCommand(
  context: CliContext,
  flags: JobFlags,
  ...words: readonly string[]
): Promise<void> {
  checkFieldNames(flags.json, JOB_FIELDS);
  const { job } = await openJob(context, "cancel", flags, words, "cancel");
  const { signal } = context.interruption;
  await job.cancel?.({ signal });
  await printJob(flags, await job.snapshot({ signal }));
}
