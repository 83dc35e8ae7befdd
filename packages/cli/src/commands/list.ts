import type { JobsClient, ListClient } from "@docjobs/jobs-core";
import type { CliContext } from "../context.js";
import { JOB_FIELDS } from "../jobs/job-fields.js";
import { openProgress } from "../jobs/open-progress.js";
import { requireAbility } from "../jobs/require-ability.js";
import { checkFieldNames } from "../output/json-fields.js";
import { connect } from "../providers/connect.js";
import { usageError } from "../errors/usage-error.js";
import { parseAssignment } from "../fields/parse-assignment.js";
import { findProvider } from "../providers/find-provider.js";
import type { ListingFlags } from "./engines.js";
import { printJob } from "./get.js";
import { DEFAULT_TIMEOUT_MS } from "../jobs/follow-job.js";

export interface ListFlags extends ListingFlags {
  limit?: number;
  param?: readonly string[];
}

/** `docjobs list`: a line for each job, in the API's order. */
export async function listCommand(context: CliContext, flags: ListFlags, providerId: string): Promise<void> {
  checkFieldNames(flags.json, JOB_FIELDS);
  const provider = findProvider(providerId);
  requireAbility(provider, "list");
  const parameters = Object.fromEntries(
    (flags.param ?? []).map((word) => {
      const { name, text } = parseAssignment(word, "--param");
      return [name, text] as const;
    }),
  );
  const missing = provider.api.list?.required?.find((name) => !Object.hasOwn(parameters, name));
  if (missing !== undefined)
    throw usageError(
      `The jobs of ${provider.id} are listed by ${missing}.`,
      `Give it as --param ${missing}=…`,
    );
  const { noteLine: note } = openProgress(context, flags.quiet);
  const { client } = await connect(context, provider, { flags, note, timeoutMs: DEFAULT_TIMEOUT_MS });
  const { limit } = flags;
  // Present at run time wherever the API lists jobs, which has just been checked.
  const { list, listAll } = client as JobsClient & ListClient;
  const options = { signal: context.interruption.signal, parameters };
  const jobs = limit === undefined ? await list(options) : listAll({ ...options, limit });
  for await (const job of jobs) await printJob(flags, job);
}
