/**
 * One job in a process of its own: waits for it, saves its result, and prints what became of it and how much memory the
 * process took at most. Started by `measure`.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { dirname } from "node:path";
import { createJobsClient, JobsError } from "@docjobs/jobs-core";
import type { ClientOptions, FileResult, JobApi } from "@docjobs/jobs-core";
import { saveTo } from "@docjobs/jobs-core/node";

/** In the process's first argument. */
export interface MeasuredTask {
  /** The generated client. */
  module: string;
  baseUrl: string;
  jobId: string;
  path: string;
  limits: ClientOptions["limits"];
}

/** On the process's stdout. */
export interface MeasuredOutcome {
  /** Of the error; absent where the job was done. */
  code?: string;
  message?: string;
  /** Peak resident memory of the whole process. */
  mostBytes: number;
  /** What is in the result's folder then. */
  files: string[];
}

type Print = { print: { input: object; job: object; result: FileResult; can: never } };

const task = JSON.parse(process.argv[2] ?? "") as MeasuredTask;
const { letterpressApi } = (await import(task.module)) as { letterpressApi: JobApi };
const { baseUrl, limits } = task;
const jobs = createJobsClient<Print>(letterpressApi, {
  apiKey: "sesame",
  baseUrl,
  limits,
  random: () => 0.02,
});
mkdirSync(dirname(task.path), { recursive: true });
let failure: { code?: string; message?: string } = {};
try {
  await saveTo(await jobs.kind("print").job(task.jobId).wait({ timeoutMs: 20_000 }), task.path);
} catch (error) {
  const { message } = error as Error;
  failure = { code: JobsError.isInstance(error) ? error.code : "not a JobsError", message };
}
const outcome: MeasuredOutcome = {
  ...failure,
  mostBytes: mostMemory(),
  files: readdirSync(dirname(task.path)),
};
process.stdout.write(JSON.stringify(outcome), () => process.exit());

/** Linux counts in maxRSS what the parent had when it started this process; VmHWM is this program's own. */
function mostMemory(): number {
  const path = "/proc/self/status";
  const status = existsSync(path) ? readFileSync(path, "utf8") : "";
  const kilobytes = /^VmHWM:\s*(\d+) kB$/m.exec(status)?.[1] ?? process.resourceUsage().maxRSS;
  return Number(kilobytes) * 1024;
}
