import type { CliContext } from "../context.js";
import { CliError } from "../errors/cli-error.js";
import { errorReport } from "../errors/error-report.js";
import { findRecords } from "../jobs/job-records.js";
import { loadLocalServer } from "../local/load-local-server.js";
import { fail, ok, warn, type Finding } from "./finding.js";

/** Whether the engines are there, which only --local and serve need. */
export async function checkEngines(): Promise<Finding> {
  try {
    await loadLocalServer();
    return ok("local server", "installed");
  } catch (error) {
    const { message, hint, exit } = errorReport(error, "");
    if (error instanceof CliError) return warn("local server", message, hint);
    return fail("local server", `It is installed and does not start: ${message}`, hint, exit);
  }
}

/** Jobs that were submitted here and have not been brought to an end. */
export async function checkUnfinished(context: CliContext): Promise<Finding> {
  const count = (await findRecords(context)).filter(({ keeper }) => keeper === undefined).length;
  if (count === 0) return ok("jobs", "none unfinished");
  return warn("jobs", `${count} unfinished`, "Run: docjobs resume, or docjobs resume --all");
}
