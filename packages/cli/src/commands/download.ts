import {
  JobExpiredError,
  JobFailedError,
  JobCanceledError,
  JobNotReadyError,
  type JobFailure,
  type JobHandle,
  type JobSnapshot,
  type SucceededJob,
} from "@docjobs/jobs-core";
import type { OutputFlags } from "../common-flags.js";
import type { CliContext, Note } from "../context.js";
import { deliverResult } from "../jobs/deliver-result.js";
import { DEFAULT_TIMEOUT_MS, followJob } from "../jobs/follow-job.js";
import { claimRecord, draftRecord, findRecords, type KeptRecord } from "../jobs/job-records.js";
import { openJob } from "../jobs/open-job.js";
import { checkFieldNames, selectFields } from "../output/json-fields.js";
import { outputKey, planOutput } from "../output/plan-output.js";
import { writeJsonLine, writeStdout } from "../output/stdout.js";
import type { ConnectionFlags } from "../providers/connect.js";
import { usageError } from "../errors/usage-error.js";
import { extname } from "node:path";

export interface DownloadFlags extends ConnectionFlags, OutputFlags {
  output?: string;
  overwrite?: boolean;
}

/** What `docjobs resume` adds: it waits for the job first. */
export interface WaitFirst {
  wait?: boolean;
  /** What this machine has written down of the job. */
  record?: KeptRecord;
  timeout?: number;
}

/** What `--json` can tell of a saved result; `docjobs resume` saves the same way. */
export const DOWNLOAD_FIELDS: readonly string[] = [
  "provider",
  "kind",
  "jobId",
  "token",
  "state",
  "output",
  "sizeBytes",
  "sha256",
  "contentType",
  "result",
];

/** `docjobs download`: the result of a job that has succeeded. */
export async function downloadCommand(
  context: CliContext,
  flags: DownloadFlags & WaitFirst,
  ...words: readonly string[]
): Promise<void> {
  checkFieldNames(flags.json, DOWNLOAD_FIELDS);
  if (flags.output === "-" && flags.json !== undefined)
    throw usageError("-o - and --json both want stdout.", "Leave one out.");
  const { job, provider, note, progress } = await openJob(context, "download", flags, words);
  const kind = provider.api.kinds[job.kind];
  if (!kind) throw usageError(`${provider.id} has no kind of job called "${job.kind}".`);
  const done = flags.wait
    ? await followJob(context, job, {
        subject: `${job.provider} ${job.id}`,
        progress,
        timeoutMs: flags.timeout ?? DEFAULT_TIMEOUT_MS,
      })
    : requireSucceeded(await job.snapshot({ signal: context.interruption.signal }));
  const serverName =
    kind.result.type === "inline"
      ? undefined
      : ([done.result].flat()[0] as { name?: string } | undefined)?.name;
  const plan = await planOutput({
    kind,
    overwrite: flags.overwrite ?? false,
    stem:
      serverName === undefined ? job.id : serverName.slice(0, serverName.length - extname(serverName).length),
    ...(flags.output !== undefined && { output: flags.output }),
    ...(serverName !== undefined && extname(serverName) !== "" && { format: extname(serverName).slice(1) }),
  });
  const record = flags.record ?? (await recordOf(context, job, outputKey(plan) ?? null, note));
  if (context.active) Object.assign(context.active, { phase: "downloading", record });
  const delivery = await deliverResult(context, done, {
    plan,
    overwrite: flags.overwrite ?? false,
    note,
    record,
  });
  await record.remove();
  if (flags.json !== undefined) {
    const identity = {
      provider: job.provider,
      kind: job.kind,
      jobId: job.id,
      token: job.token,
      state: done.state,
    };
    await writeJsonLine(selectFields({ ...identity, result: null, ...delivery }, flags.json));
  } else if (delivery.output !== null) {
    await writeStdout(`${delivery.output}\n`);
  }
}

/** The job's record; a new one for a job that was submitted elsewhere, or that another process has in hand. */
async function recordOf(
  context: CliContext,
  { provider, kind, id: jobId, token }: JobHandle,
  output: string | null,
  note: Note,
): Promise<KeptRecord> {
  for (const found of await findRecords(context)) {
    if (found.value.provider !== provider || found.value.jobId !== jobId) continue;
    const record = await claimRecord(context, found, note);
    if (record) return record;
  }
  return draftRecord(
    context,
    { stage: "submitted", provider, kind, jobId, token, input: jobId, output },
    note,
  );
}

/** The snapshot if there is something to download; else the error that says why not. */
function requireSucceeded(snapshot: JobSnapshot): SucceededJob {
  const details = {
    provider: snapshot.provider,
    kind: snapshot.kind,
    jobId: snapshot.id,
    token: snapshot.token,
  };
  const name = `${snapshot.provider} job ${snapshot.id}`;
  switch (snapshot.state) {
    case "succeeded":
      return snapshot;
    case "failed":
      throw new JobFailedError(`${name} failed: ${reasonOf(snapshot.error)}`, {
        ...details,
        hint: "There is no result; mend the document and run it again.",
        ...(snapshot.error.code !== undefined && { providerCode: snapshot.error.code }),
        ...(snapshot.error.requestId !== undefined && { requestId: snapshot.error.requestId }),
      });
    case "canceled":
      throw new JobCanceledError(`${name} was canceled.`, {
        ...details,
        hint: "There is no result; run it again.",
      });
    case "expired":
      throw new JobExpiredError(`The result of ${name} has expired or was deleted.`, {
        ...details,
        hint: "Submit the document again.",
      });
    default:
      throw new JobNotReadyError(`${name} has not finished: ${snapshot.status}.`, {
        ...details,
        retryable: true,
      });
  }
}

function reasonOf({ code, message }: JobFailure): string {
  const reasons = [code, message].filter((text) => text !== undefined);
  return reasons.length === 0 ? "the API does not say why" : reasons.join(": ");
}
