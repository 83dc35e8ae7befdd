import { tmpdir } from "node:os";
import { dirname } from "node:path";
import type { OutputFlags } from "../common-flags.js";
import type { CliContext } from "../context.js";
import { checkFolder } from "../doctor/check-folder.js";
import { checkKeys } from "../doctor/check-keys.js";
import { checkEngines, checkUnfinished } from "../doctor/check-local.js";
import { checkRuntime } from "../doctor/check-runtime.js";
import type { Finding } from "../doctor/finding.js";
import { CliError } from "../errors/cli-error.js";
import { jobRecordsDirectory } from "../jobs/job-records.js";
import { dataDirectory } from "../local/data-directory.js";
import { checkFieldNames, selectFields } from "../output/json-fields.js";
import { writeJsonLine, writeStdout } from "../output/stdout.js";
import { printable } from "../terminal/printable.js";

export interface DoctorFlags extends OutputFlags {
  check?: boolean;
  insecureHttp?: boolean;
  data?: string;
}

const FINDING_FIELDS: readonly string[] = ["check", "state", "detail", "hint"];

/** `docjobs doctor`: what on this machine would stop a command, and what to do about it. Sends nothing without `--check`. */
export async function doctorCommand(context: CliContext, flags: DoctorFlags): Promise<void> {
  checkFieldNames(flags.json, FINDING_FIELDS);
  const failures: Finding[] = [];
  for await (const finding of findings(context, flags)) {
    if (finding.state === "fail") failures.push(finding);
    const { check, state, detail, hint } = finding;
    if (flags.json !== undefined)
      await writeJsonLine(selectFields({ check, state, detail, hint }, flags.json));
    else await writeStdout(`${[state, check, detail, hint ?? ""].map(oneLine).join("\t").trimEnd()}\n`);
  }
  const [first] = failures;
  if (first?.exit === undefined) return;
  const others = failures.length === 1 ? "" : `, and ${failures.length - 1} more`;
  throw new CliError(first.exit, `${first.check}: ${first.detail}${others}.`.replace(/\.\.$/u, "."), {
    code: "doctor",
    hint: first.hint ?? "",
    retryable: false,
  });
}

async function* findings(context: CliContext, flags: DoctorFlags): AsyncGenerator<Finding> {
  const { env, home } = context;
  yield* checkRuntime(env, process.versions.node);
  yield* checkKeys(context, flags);
  const state = dirname(jobRecordsDirectory(context));
  yield await checkFolder("state", state, "Name another folder with XDG_STATE_HOME.");
  yield await checkUnfinished(context);
  yield await checkFolder("temporary files", tmpdir(), "Name another folder with TMPDIR.");
  yield await checkEngines();
  const data = dataDirectory(flags.data, env, home);
  yield await checkFolder("local data", data, "Name another folder with --data or DOCJOBS_DATA.");
}

function oneLine(text: string): string {
  return printable(text.replaceAll(/\s*\n\s*/gu, "; "));
}
