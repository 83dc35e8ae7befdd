import type { JobHandle } from "@docjobs/jobs-core";
import type { OutputFlags } from "../common-flags.js";
import type { CliContext, Note } from "../context.js";
import type { ProviderEntry } from "../provider-entry.js";
import { connect, type ConnectionFlags } from "../providers/connect.js";
import { readJobReference } from "./job-reference.js";
import { openProgress } from "./open-progress.js";
import { requireAbility, type Ability } from "./require-ability.js";
import type { ProgressRenderer } from "../terminal/progress-renderer.js";
import { DEFAULT_TIMEOUT_MS } from "./follow-job.js";

export interface OpenJob {
  job: JobHandle;
  provider: ProviderEntry;
  progress: ProgressRenderer;
  note: Note;
}

/** What every command on an existing job begins with: read the words, check the API can do it, connect, find the job. */
export async function openJob(
  context: CliContext,
  command: string,
  flags: ConnectionFlags & OutputFlags & { timeout?: number },
  words: readonly string[],
  ability?: Ability,
): Promise<OpenJob> {
  const reference = readJobReference(words, command);
  const { provider } = reference;
  if (ability) requireAbility(provider, ability);
  const progress = openProgress(context, flags.quiet);
  const note = progress.noteLine;
  const timeoutMs = flags.timeout ?? DEFAULT_TIMEOUT_MS;
  const connection = await connect(context, provider, { flags, note, timeoutMs });
  const job = await reference.open(connection.client, context.interruption.signal);
  context.active = {
    provider: provider.id,
    kind: job.kind,
    phase: "following",
    jobId: job.id,
    token: job.token,
    flags: connection.followUpFlags,
    cancelable: provider.api.cancel !== undefined,
  };
  return { job, provider, progress, note };
}
