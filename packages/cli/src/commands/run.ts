import type { JobHandle } from "@docjobs/jobs-core";
import type { OutputFlags } from "../common-flags.js";
import type { CliContext, Note } from "../context.js";
import { CliError } from "../errors/cli-error.js";
import { errorReport } from "../errors/error-report.js";
import { EXIT } from "../errors/exit-codes.js";
import { errorLines, withJob } from "../errors/report-error.js";
import { usageError } from "../errors/usage-error.js";
import { deliverResult } from "../jobs/deliver-result.js";
import { DEFAULT_TIMEOUT_MS, followJob } from "../jobs/follow-job.js";
import type { KeptRecord } from "../jobs/job-records.js";
import { openProgress } from "../jobs/open-progress.js";
import {
  enginesOf,
  planSubmissions,
  recordSubmission,
  subjectOf,
  withEngine,
  type Submission,
  type SubmissionFlags,
} from "../jobs/submission.js";
import { submitRecorded } from "../jobs/submit-recorded.js";
import { dataDirectory } from "../local/data-directory.js";
import { checkFieldNames, selectFields } from "../output/json-fields.js";
import { writeJsonLine, writeStdout } from "../output/stdout.js";
import { connect, type Connection, type ConnectionFlags } from "../providers/connect.js";
import { findTarget } from "../providers/find-provider.js";
import { printable } from "../terminal/printable.js";
import type { ProgressRenderer } from "../terminal/progress-renderer.js";

export interface RunFlags extends SubmissionFlags, ConnectionFlags, OutputFlags {
  timeout?: number;
  onInterrupt?: "detach" | "cancel";
}

const RUN_FIELDS: readonly string[] = [
  "provider",
  "kind",
  "jobId",
  "token",
  "state",
  "input",
  "engine",
  "output",
  "sizeBytes",
  "sha256",
  "contentType",
  "result",
  "seconds",
];

/** `docjobs run`: submit, follow, save. */
export async function runCommand(
  context: CliContext,
  flags: RunFlags,
  ...words: readonly string[]
): Promise<void> {
  const [targetText, ...inputs] = words;
  if (targetText === undefined)
    throw usageError(
      "docjobs run needs a provider and an input.",
      "docjobs run castdoc report.pdf --to docx",
    );
  checkFieldNames(flags.json, RUN_FIELDS);
  const target = findTarget(targetText);
  if (inputs.length === 0)
    throw usageError(
      `docjobs run ${targetText} needs an input.`,
      `docjobs run ${targetText} <file>, or - for stdin`,
    );
  checkStreams(flags, inputs);
  const progress = openProgress(context, flags.quiet);
  const note = progress.noteLine;
  const planned = await planSubmissions(context, target, inputs, flags, note);
  const timeoutMs = flags.timeout ?? DEFAULT_TIMEOUT_MS;
  const connection = await connect(context, target.provider, { flags, note, timeoutMs });
  const engines = await enginesOf(context, connection, target);
  const submissions = planned.map((submission) => withEngine(submission, engines, note));
  const run: RunState = { context, connection, flags, progress, note, timeoutMs };
  const data = connection.local ? dataDirectory(flags.data, context.env, context.home) : undefined;
  const recorded: Recorded[] = [];
  for (const submission of submissions) {
    const record = await recordSubmission(context, submission, { note, ...(data !== undefined && { data }) });
    recorded.push({ ...submission, record });
  }
  // What was not begun is forgotten, unless a crash keeps this from happening.
  context.cleanups.push(async () => {
    for (const { record } of recorded) if (record.value.stage === "planned") await record.remove();
  });
  if (recorded.length === 1 && recorded[0]) await runOne(run, recorded[0]);
  else await runSeveral(run, recorded);
}

type Recorded = Submission & { record: KeptRecord };

interface RunState {
  context: CliContext;
  connection: Connection;
  flags: RunFlags;
  progress: ProgressRenderer;
  note: Note;
  timeoutMs: number;
}

function checkStreams(flags: RunFlags, inputs: readonly string[]): void {
  if (flags.output === "-" && flags.json !== undefined) {
    throw usageError("-o - and --json both want stdout.", "Leave one out.");
  }
  if (flags.output === "-" && inputs.length > 1)
    throw usageError("-o - takes one result, but there are several inputs.", "Name a directory instead.");
  if (flags.apiKeyStdin && inputs.includes("-")) {
    throw usageError(
      "stdin cannot be both the key and the document.",
      "Put the key in the environment instead.",
    );
  }
}

async function runOne(run: RunState, submission: Recorded): Promise<void> {
  const { context, connection, flags, progress, note } = run;
  const { target, input, record } = submission;
  const startedAt = performance.now();
  const subject = subjectOf(target, input);
  progress.update({ subject, state: "submitting" });
  const job = await submitRecorded(context, connection, target, record);
  // Said at once: a server that holds its answer back may show nothing else for ten seconds.
  progress.update({ subject, state: job.latest?.state ?? "submitted" });
  if (flags.detach) {
    progress.end();
    return printDetached(run, submission, job);
  }
  if (flags.onInterrupt === "cancel" && context.active) {
    const { cancel } = job;
    if (cancel) context.active.cancel = () => cancel.call(job);
  }
  const done = await followJob(context, job, { subject, progress, timeoutMs: run.timeoutMs });
  if (context.active) context.active.phase = "downloading";
  const delivery = await deliverResult(context, done, {
    plan: submission.output,
    overwrite: flags.overwrite ?? false,
    note,
    record,
  });
  await record.remove();
  delete context.active;
  const seconds = Math.round((performance.now() - startedAt) / 10) / 100;
  if (flags.json !== undefined) {
    const fields = { ...identity(submission, job, done.state), result: null, ...delivery, seconds };
    await writeJsonLine(selectFields(fields, flags.json));
  } else if (delivery.output !== null) {
    await writeStdout(`${delivery.output}\n`);
  }
}

/** One after the other. What concerns the caller and not the document ends the rest. */
async function runSeveral(run: RunState, submissions: readonly Recorded[]): Promise<void> {
  const failed: string[] = [];
  for (const submission of submissions) {
    try {
      await runOne(run, submission);
    } catch (error) {
      run.context.interruption.signal.throwIfAborted();
      const report = withJob(errorReport(error, run.context.active?.flags ?? ""), run.context.active);
      if (STOPS_ALL.has(report.exit)) throw error;
      failed.push(submission.input.shown);
      const { input, target } = submission;
      if (run.flags.json === undefined) {
        process.stderr.write(`${printable(input.shown)}: ${errorLines(report, run.context.mode.colour)}`);
      } else {
        const fields = {
          provider: target.provider.id,
          kind: target.kindName,
          input: input.shown,
          state: "failed",
          error: report,
        };
        await writeJsonLine(fields);
      }
      delete run.context.active;
    }
  }
  if (failed.length === 0) return;
  throw new CliError(
    EXIT.someFailed,
    `${failed.length} of ${submissions.length} inputs failed: ${failed.join(", ")}.`,
    {
      code: "some_failed",
      provider: submissions[0]?.target.provider.id ?? "",
    },
  );
}

async function printDetached(run: RunState, submission: Submission, job: JobHandle): Promise<void> {
  const { context, flags, note, connection } = run;
  if (flags.json !== undefined) {
    const state = job.latest?.state ?? "queued";
    await writeJsonLine(selectFields(identity(submission, job, state), flags.json));
  } else {
    await writeStdout(`${job.id}\n`);
    const where = `${job.provider} ${job.id}${connection.followUpFlags}`;
    note(`wait:     docjobs wait ${where}\ndownload: docjobs download ${where}`);
    if (connection.followUpFlags !== "")
      note("The local server ends with this command; the job goes on with the next one.");
  }
  delete context.active;
}

function identity(submission: Submission, job: JobHandle, state: string): Record<string, unknown> {
  return {
    provider: job.provider,
    kind: job.kind,
    jobId: job.id,
    token: job.token,
    state,
    input: submission.input.shown,
    engine: submission.fields.engine ?? null,
  };
}

const STOPS_ALL: ReadonlySet<number> = new Set([
  EXIT.key,
  EXIT.credits,
  EXIT.rateLimit,
  EXIT.unknownOutcome,
  EXIT.bug,
]);
