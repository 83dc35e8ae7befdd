import type { CliContext } from "../context.js";
import { removeRecordOf } from "../jobs/job-records.js";
import { openJob } from "../jobs/open-job.js";
import { checkFieldNames, selectFields } from "../output/json-fields.js";
import { writeJsonLine, writeStdout } from "../output/stdout.js";
import type { JobFlags } from "./get.js";

const DELETE_FIELDS: readonly string[] = ["provider", "kind", "jobId", "token", "deleted"];

/** `docjobs delete`: removes a finished job and its files. */
export async function deleteCommand(
  context: CliContext,
  flags: JobFlags,
  ...words: readonly string[]
): Promise<void> {
  checkFieldNames(flags.json, DELETE_FIELDS);
  const { job } = await openJob(context, "delete", flags, words, "delete");
  await job.delete?.({ signal: context.interruption.signal });
  await removeRecordOf(context, job);
  const { provider, kind, id: jobId, token } = job;
  if (flags.json === undefined) await writeStdout(`${jobId}\tdeleted\n`);
  else await writeJsonLine(selectFields({ provider, kind, jobId, token, deleted: true }, flags.json));
}
