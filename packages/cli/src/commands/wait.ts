import type { OutputFlags } from "../common-flags.js";
import type { CliContext } from "../context.js";
import { DEFAULT_TIMEOUT_MS, followJob } from "../jobs/follow-job.js";
import { JOB_FIELDS } from "../jobs/job-fields.js";
import { openJob } from "../jobs/open-job.js";
import { checkFieldNames } from "../output/json-fields.js";
import type { ConnectionFlags } from "../providers/connect.js";
import { printJob } from "./get.js";

export interface WaitFlags extends ConnectionFlags, OutputFlags {
  timeout?: number;
  onInterrupt?: "detach" | "cancel";
}

/** `docjobs wait`: until the job has ended. */
export async function waitCommand(
  context: CliContext,
  flags: WaitFlags,
  ...words: readonly string[]
): Promise<void> {
  checkFieldNames(flags.json, JOB_FIELDS);
  const { job, progress } = await openJob(context, "wait", flags, words);
  if (flags.onInterrupt === "cancel" && context.active && job.cancel)
    context.active.cancel = () => job.cancel!();
  const timeoutMs = flags.timeout ?? DEFAULT_TIMEOUT_MS;
  const done = await followJob(context, job, { subject: `${job.provider} ${job.id}`, progress, timeoutMs });
  await printJob(flags, done);
}
