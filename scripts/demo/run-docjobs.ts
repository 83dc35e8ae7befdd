import { spawn } from "node:child_process";
import { join } from "node:path";
import { cliPath } from "../run/cli-path.js";
import { workspaceRoot } from "../run/workspace-root.js";

/** What `docjobs run --json` says of a finished job. */
export interface RunReport {
  jobId: string;
  state: string;
  seconds: number;
}

/** Runs `docjobs run … --local` and reads its report; its progress goes to stderr. Ends the demo if the job fails. */
export async function runDocjobs(args: readonly string[]): Promise<RunReport> {
  const { code, stdout } = await run([cliPath, "run", ...args, "--local", "--json"]);
  if (code !== 0) process.exit(code);
  return JSON.parse(stdout) as RunReport;
}

function run(args: readonly string[]): Promise<{ code: number; stdout: string }> {
  return new Promise((resolve, reject) => {
    // The demo keeps its jobs beside its results, not among the user's own.
    const state = join(workspaceRoot, "demo-output/.docjobs");
    const env = { ...process.env, DOCJOBS_DATA: join(state, "data"), XDG_STATE_HOME: state };
    const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"], env });
    let stdout = "";
    child.stdout.setEncoding("utf8").on("data", (chunk: string) => (stdout += chunk));
    child.on("error", reject);
    child.on("close", (code) => resolve({ code: code ?? 1, stdout }));
  });
}
