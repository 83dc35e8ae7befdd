import { appendFile, mkdir, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { CliContext, Note } from "../context.js";

/** One submitted job, as kept on this machine. Holds no key. */
export interface LoggedJob {
  at: string;
  provider: string;
  kind: string;
  jobId: string;
  token: string;
  /** What was submitted: a path, a URL, a job id, or `-`. */
  input: string;
  /** Absolute path that was asked for; null for stdout or where the name depends on the result. */
  output: string | null;
  /** Made by the local server, in this data directory. */
  localData?: string;
}

/** A job that has ended: its result is saved, or it has none. */
export interface EndedJob {
  at: string;
  provider: string;
  jobId: string;
  ended: string;
}

/** `$XDG_STATE_HOME/docjobs/jobs.jsonl`, or under `~/.local/state`. */
export function jobLogPath({ env, home }: Pick<CliContext, "env" | "home">): string {
  return join(env["XDG_STATE_HOME"] || join(home, ".local", "state"), "docjobs", "jobs.jsonl");
}

/** Writes a line down before anything else is done with the job. A state file that cannot be written is only noted. */
export async function logJob(context: CliContext, entry: LoggedJob | EndedJob, note: Note): Promise<void> {
  const path = jobLogPath(context);
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    await appendFile(path, `${JSON.stringify(entry)}\n`, { mode: 0o600, flush: true });
  } catch (error) {
    note(`The job is not written down: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** Jobs that were submitted here and have not ended as far as this machine knows, oldest first. */
export async function unfinishedJobs(context: Pick<CliContext, "env" | "home">): Promise<LoggedJob[]> {
  const text = await readFile(jobLogPath(context), "utf8").catch(() => "");
  const open = new Map<string, LoggedJob>();
  for (const line of text.split("\n")) {
    const entry = parseLine(line);
    if (entry === undefined) continue;
    const key = `${entry.provider} ${entry.jobId}`;
    if ("ended" in entry) open.delete(key);
    else open.set(key, entry);
  }
  return [...open.values()];
}

function parseLine(line: string): LoggedJob | EndedJob | undefined {
  try {
    const value: unknown = JSON.parse(line);
    const isEntry = typeof value === "object" && value !== null && "jobId" in value && "provider" in value;
    return isEntry ? (value as LoggedJob | EndedJob) : undefined;
  } catch {
    // A line that a crash cut off; the others are whole.
    return undefined;
  }
}
