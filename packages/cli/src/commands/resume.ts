import { resolve } from "node:path";
import type { OutputFlags } from "../common-flags.js";
import type { CliContext } from "../context.js";
import { usageError } from "../errors/usage-error.js";
import { reportError } from "../errors/report-error.js";
import { CliError } from "../errors/cli-error.js";
import { errorReport } from "../errors/error-report.js";
import { EXIT } from "../errors/exit-codes.js";
import { unfinishedJobs, type LoggedJob } from "../jobs/job-log.js";
import { checkFieldNames, selectFields } from "../output/json-fields.js";
import { writeJsonLine, writeStdout } from "../output/stdout.js";
import type { ConnectionFlags } from "../providers/connect.js";
import { printable } from "../terminal/printable.js";
import { DOWNLOAD_FIELDS, downloadCommand } from "./download.js";

export interface ResumeFlags extends ConnectionFlags, OutputFlags {
  all?: boolean;
  output?: string;
  overwrite?: boolean;
  timeout?: number;
}

const LOG_FIELDS: readonly string[] = [
  "at",
  "provider",
  "kind",
  "jobId",
  "token",
  "input",
  "output",
  "localData",
];

/** `docjobs resume`: lists what is unfinished, or waits for it and saves it. */
export async function resumeCommand(
  context: CliContext,
  flags: ResumeFlags,
  ...words: readonly string[]
): Promise<void> {
  const [token, ...others] = words;
  if (others.length > 0 || (token !== undefined && flags.all)) {
    throw usageError("docjobs resume takes one token, or --all.", "docjobs resume lists the tokens.");
  }
  const jobs = await unfinishedJobs(context);
  if (flags.all) return resumeAll(context, flags, jobs);
  checkFieldNames(flags.json, token === undefined ? LOG_FIELDS : DOWNLOAD_FIELDS);
  if (token === undefined) return listUnfinished(flags, jobs);
  await resumeOne(context, flags, jobs.find((job) => job.token === token) ?? { token });
}

async function listUnfinished(flags: ResumeFlags, jobs: readonly LoggedJob[]): Promise<void> {
  for (const job of jobs) {
    if (flags.json !== undefined) await writeJsonLine(selectFields({ localData: null, ...job }, flags.json));
    else
      await writeStdout(
        `${[job.at, job.provider, job.jobId, job.input, job.token].map(printable).join("\t")}\n`,
      );
  }
}

async function resumeOne(
  context: CliContext,
  flags: ResumeFlags,
  { token, output, localData }: Pick<LoggedJob, "token"> & Partial<LoggedJob>,
): Promise<void> {
  const wanted = flags.output ?? output ?? undefined;
  const local = localData === undefined ? {} : { local: true, data: localData };
  await downloadCommand(
    context,
    {
      ...flags,
      ...local,
      wait: true,
      ...(wanted !== undefined && { output: wanted === "-" ? "-" : resolve(wanted) }),
    },
    token,
  );
}

async function resumeAll(context: CliContext, flags: ResumeFlags, jobs: readonly LoggedJob[]): Promise<void> {
  if (flags.output !== undefined)
    throw usageError("--all and -o exclude each other.", "Each job goes where it was meant to.");
  checkFieldNames(flags.json, DOWNLOAD_FIELDS);
  let failed = 0;
  for (const job of jobs) {
    try {
      await resumeOne(context, flags, job);
    } catch (error) {
      context.interruption.signal.throwIfAborted();
      failed += 1;
      if (flags.json === undefined) reportError(context, error);
      else
        await writeJsonLine({
          jobId: job.jobId,
          token: job.token,
          state: "failed",
          error: errorReport(error, ""),
        });
    }
    delete context.active;
    await closeLocal(context);
  }
  if (failed > 0) {
    throw new CliError(EXIT.someFailed, `${failed} of ${jobs.length} jobs have no result.`, {
      code: "some_failed",
    });
  }
}

/** The next job may need another data directory, or the same one again. */
async function closeLocal(context: CliContext): Promise<void> {
  for (const step of context.cleanups.splice(0).reverse()) await step();
}
