import type { OutputFlags } from "../common-flags.js";
import type { CliContext } from "../context.js";
import { JOB_FIELDS, jobFields, jobLine } from "../jobs/job-fields.js";
import { openJob } from "../jobs/open-job.js";
import { checkFieldNames, selectFields } from "../output/json-fields.js";
import { writeJsonLine, writeStdout } from "../output/stdout.js";
import type { ConnectionFlags } from "../providers/connect.js";
import { printable } from "../terminal/printable.js";

export interface JobFlags extends ConnectionFlags, OutputFlags {}

/** `docjobs get`: one look at a job. */
export async function getCommand(
  context: CliContext,
  flags: JobFlags,
  ...words: readonly string[]
): Promise<void> {
  checkFieldNames(flags.json, JOB_FIELDS);
  const { job } = await openJob(context, "get", flags, words);
  await printJob(flags, await job.snapshot({ signal: context.interruption.signal }));
}

/** Prints a job as one line or one JSON object. */
export async function printJob(flags: OutputFlags, snapshot: Parameters<typeof jobFields>[0]): Promise<void> {
  if (flags.json !== undefined) await writeJsonLine(selectFields(jobFields(snapshot), flags.json));
  else await writeStdout(`${jobLine(snapshot).split("\t").map(printable).join("\t")}\n`);
}
