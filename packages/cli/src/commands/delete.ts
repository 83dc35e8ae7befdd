import type { CliContext } from "../context.js";
import { logJob } from "../jobs/job-log.js";
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
  const { job, note } = await openJob(context, "delete", flags, words, "delete");
  await job.delete?.({ signal: context.interruption.signal });
  await logJob(
    context,
    { at: new Date().toISOString(), provider: job.provider, jobId: job.id, ended: "deleted" },
    note,
  );
  const { provider, kind, id: jobId, token } = job;
  if (flags.json === undefined) await writeStdout(`${jobId}\tdeleted\n`);
  else await writeJsonLine(selectFields({ provider, kind, jobId, token, deleted: true }, flags.json));
}
