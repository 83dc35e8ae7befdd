import { JobsError } from "@docjobs/jobs-core";
import type { CliContext } from "../context.js";
import type { ErrorReport } from "../errors/error-report.js";
import type { InterruptedError } from "../interruption.js";
import { findProviderOrNone } from "../providers/find-provider.js";
import type { ActiveJob } from "./active-job.js";

/**
 * What a signal leaves behind, in words: the job and how to go on with it. `settled` is what the command itself ended with,
 * where it did in time. With `--on-interrupt=cancel` the job is canceled first.
 */
export async function interruptedReport(
  context: CliContext,
  error: InterruptedError,
  settled: unknown,
): Promise<ErrorReport> {
  const { active } = context;
  const base = {
    code: "interrupted",
    exit: error.exit,
    provider: active?.provider ?? null,
    jobId: active?.jobId ?? null,
    token: active?.token ?? null,
    retryable: true,
    requestId: null,
  };
  if (active === undefined) {
    return { ...base, message: "Interrupted.", hint: "No job was submitted; run the same command again." };
  }
  if (active.jobId === undefined) return { ...base, ...describeSubmit(active, settled) };
  const where = `${active.provider} job ${active.jobId}`;
  if (active.cancel !== undefined && (await canceled(active.cancel))) {
    return {
      ...base,
      message: `Interrupted; ${where} is canceled.`,
      hint: "Run the same command again to start over.",
    };
  }
  const message =
    active.flags === ""
      ? `Interrupted; ${where} goes on without this program.`
      : `Interrupted; ${where} is kept, and goes on with the next command on the same local data.`;
  const part = active.record?.value.part;
  const kept = part === undefined ? "" : ` What has arrived is kept, and the download goes on there.`;
  return { ...base, message: `${message}${kept}`, hint: followUpLines(active) };
}

function describeSubmit(active: ActiveJob, settled: unknown): { message: string; hint: string } {
  const isNothingSent = JobsError.isInstance(settled) && settled.code === "aborted";
  if (isNothingSent) {
    return {
      message: "Interrupted before the submit: no job was made.",
      hint: "Run the same command again.",
    };
  }
  const key = active.idempotencyKey === undefined ? "" : ` Its idempotency key is ${active.idempotencyKey}.`;
  return {
    message: `Interrupted in the middle of the submit: the submit state is unknown, ${active.provider} may have made a job.${key}`,
    hint: findProviderOrNone(active.provider)?.api.list
      ? `Look before you submit again: docjobs list ${active.provider}${active.flags}`
      : "Look at the provider's dashboard before you submit again.",
  };
}

function followUpLines({ provider, jobId, phase, flags, cancelable }: ActiveJob): string {
  const command = (verb: string) => `docjobs ${verb} ${provider} ${jobId}${flags}`;
  const lines = phase === "downloading" ? [] : [`wait:     ${command("wait")}`];
  lines.push(`download: ${command("download")}`);
  if (cancelable && phase !== "downloading") lines.push(`cancel:   ${command("cancel")}`);
  return lines.join("\n");
}

/** One request, three seconds: whoever pressed Ctrl-C wants the terminal back. */
async function canceled(cancel: () => Promise<void>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => (timer = setTimeout(() => resolve(false), CANCEL_MS)));
  const done = cancel().then(
    () => true,
    () => false,
  );
  return Promise.race([done, late]).finally(() => clearTimeout(timer));
}

const CANCEL_MS = 3000;
