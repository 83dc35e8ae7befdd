import type { JobsClient, ListClient } from "@docjobs/jobs-core";
import type { CliContext } from "../context.js";
import { JOB_FIELDS } from "../jobs/job-fields.js";
import { openProgress } from "../jobs/open-progress.js";
import { requireAbility } from "../jobs/require-ability.js";
import { checkFieldNames } from "../output/json-fields.js";
import { connect } from "../providers/connect.js";
import { findProvider } from "../providers/find-provider.js";
import type { ListingFlags } from "./engines.js";
import { printJob } from "./get.js";
import { DEFAULT_TIMEOUT_MS } from "../jobs/follow-job.js";

/** `docjobs list`: a line for each job, in the API's order. */
export async function listCommand(
  context: CliContext,
  flags: ListingFlags,
  providerId: string,
): Promise<void> {
  checkFieldNames(flags.json, JOB_FIELDS);
  const provider = findProvider(providerId);
  requireAbility(provider, "list");
  const { noteLine: note } = openProgress(context, flags.quiet);
  const { client } = await connect(context, provider, { flags, note, timeoutMs: DEFAULT_TIMEOUT_MS });
  // Present at run time wherever the API lists jobs, which has just been checked.
  const jobs = await (client as JobsClient & ListClient).list({ signal: context.interruption.signal });
  for (const job of jobs) await printJob(flags, job);
}
