import type { CliContext } from "../context.js";
import type { ActiveJob } from "../jobs/active-job.js";
import { jsonText } from "../output/json-text.js";
import { printable, printableLines } from "../terminal/printable.js";
import { EXIT } from "./exit-codes.js";
import { errorReport, type ErrorReport } from "./error-report.js";

/** Prints a failure on stderr, as one JSON object or as lines for people, and returns its exit code. */
export function reportError(context: CliContext, error: unknown): number {
  const report = isReport(error)
    ? error
    : withJob(errorReport(error, context.active?.flags ?? ""), context.active);
  if (context.json) process.stderr.write(`${jsonText({ error: report })}\n`);
  else process.stderr.write(errorLines(report, context.mode.colour));
  return report.exit;
}

/** A result that could not be kept here is still at the API: the job is named, and how to fetch it again. */
export function withJob(report: ErrorReport, active: ActiveJob | undefined): ErrorReport {
  if (active?.jobId === undefined) return report;
  const { provider, jobId, token = null, flags, phase } = active;
  const named = { ...report, provider, jobId, token };
  if (report.exit !== EXIT.localFile || phase !== "downloading") return named;
  return {
    ...named,
    hint: `The result is not lost: docjobs download ${provider} ${jobId}${flags} -o <another path>`,
  };
}

/** A failure as lines for people. */
export function errorLines(report: ErrorReport, colour: boolean): string {
  const red = (text: string) => (colour ? `\u001B[31m${text}\u001B[39m` : text);
  const dim = (text: string) => (colour ? `\u001B[2m${text}\u001B[22m` : text);
  const lines = [`${red("docjobs:")} ${printableLines(report.message)}`];
  if (report.requestId) lines.push(dim(`  request: ${printable(report.requestId)}`));
  if (report.jobId && !report.message.includes(report.jobId))
    lines.push(dim(`  job: ${printable(report.jobId)}`));
  lines.push(`  ${printableLines(report.hint).replaceAll("\n", "\n  ")}`);
  return `${lines.join("\n")}\n`;
}

function isReport(error: unknown): error is ErrorReport {
  return (
    typeof error === "object" &&
    error !== null &&
    !(error instanceof Error) &&
    "exit" in error &&
    "hint" in error
  );
}
