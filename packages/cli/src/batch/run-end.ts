import type { BatchSummary } from "@docjobs/batch";
import type { CliContext } from "../context.js";
import { CliError } from "../errors/cli-error.js";
import { errorReport } from "../errors/error-report.js";
import { EXIT } from "../errors/exit-codes.js";
import { quoted } from "../output/check-output.js";

/** Ends the command as the run ended: quietly where all is done, else with a code and the next step. */
export function runEnd(context: CliContext, { counts, stopped }: BatchSummary, output: string): void {
  const { saved = 0, failed = 0, canceled = 0, unknown = 0 } = counts.phases;
  const left = counts.states.ready + counts.states.active;
  const where = quoted(output);
  const goOn = `Nothing is lost: the same command goes on. Look: docjobs batch status ${where}`;
  if (stopped) {
    const so = `${saved} of ${counts.total} inputs are done, ${left} are left`;
    switch (stopped.reason) {
      case "aborted":
        throw new CliError(interruptionExit(context), `Stopped: ${so}. Jobs at the API go on.`, {
          code: "interrupted",
          hint: goOn,
          retryable: true,
        });
      case "credits":
        throw new CliError(EXIT.credits, `The next job would pass --max-credits: ${so}.`, {
          code: "max_credits",
          hint: `Run the same command with a higher --max-credits to go on.`,
        });
      case "disk":
        throw new CliError(EXIT.localFile, `The disk takes no more (${reasonOf(stopped.error)}): ${so}.`, {
          code: "output_file",
          hint: `Make room. ${goOn}`,
          retryable: true,
        });
      case "state":
        throw new CliError(
          stateExit(stopped.error),
          `The batch's state cannot be read or written (${reasonOf(stopped.error)}).`,
          { code: "state", hint: goOn, retryable: true },
        );
      default: {
        const report = errorReport(stopped.error, "");
        throw new CliError(report.exit, `${report.message} ${so}.`, {
          code: report.code,
          hint: `${report.hint} ${goOn}`,
          retryable: report.retryable,
        });
      }
    }
  }
  if (failed + canceled + unknown === 0) return;
  const parts = [`${failed} failed`, ...(canceled > 0 ? [`${canceled} canceled`] : [])];
  if (unknown > 0) parts.push(`${unknown} unknown: a job may exist and be paid for`);
  throw new CliError(EXIT.someFailed, `${saved} of ${counts.total} inputs are done; ${parts.join(", ")}.`, {
    code: "some_failed",
    hint:
      `Why: docjobs batch export ${where} --json=input,state,error. ` +
      `Again: docjobs batch retry ${where}, then the same command.`,
  });
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : "cannot be written";
}

/** A file of this machine, or a database elsewhere. */
function stateExit(error: unknown): number {
  const { code } = (error ?? {}) as { code?: unknown };
  return String(code).startsWith("SQLITE") ? EXIT.localFile : EXIT.service;
}

function interruptionExit(context: CliContext): number {
  const { reason } = context.interruption.signal as { reason: unknown };
  const { exit } = reason as { exit?: unknown };
  return typeof exit === "number" ? exit : EXIT.interrupted;
}
