import { randomBytes, randomUUID } from "node:crypto";
import { mkdir, open, readdir, readFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import type { PartFile, SavedFile } from "@docjobs/jobs-core/node";
import type { CliContext, Note } from "../context.js";
import { isRunning, ownMark } from "./process-mark.js";

/** What was about to be submitted: enough to do it, or to find out whether it was done. */
export interface PendingRequest {
  /** The submit's fields, without the document. */
  fields: Record<string, unknown>;
  /** The document; it must not have changed when it is sent later. */
  document?: { path: string; sizeBytes: number; modifiedMs: number };
  /** Makes a repeat harmless; only where the API has such keys. */
  idempotencyKey?: string;
  /** What the submit refers to: the id of the uploaded document. */
  inputReference?: string;
  /** When the submit was about to leave. */
  sentAt?: string;
}

/** One job of this machine that has not been brought to its end. Holds no API key. */
export interface JobRecord {
  id: string;
  at: string;
  /** `planned`: nothing that makes a job has been sent. `submitting`: a job may exist. `submitted`: it does. */
  stage: "planned" | "submitting" | "submitted";
  provider: string;
  kind: string;
  /** What was submitted: a path, a URL, a job id, or `-`. */
  input: string;
  /** Absolute path that was asked for; null for stdout or where the name depends on the result. */
  output: string | null;
  /** Made by the local server, in this data directory. */
  localData?: string;
  request?: PendingRequest;
  jobId?: string;
  token?: string;
  /** What has arrived of the result. */
  part?: PartFile;
  /** The whole result, about to get its name: is it there, the job is done. */
  saved?: SavedFile;
}

/** A record that this process keeps up to date. Failing to is noted once, and no reason to stop. */
export interface KeptRecord {
  readonly value: JobRecord;
  update(changes: RecordChanges): Promise<void>;
  remove(): Promise<void>;
}

/** Undefined takes a field away. */
export type RecordChanges = { [Name in keyof JobRecord]?: JobRecord[Name] | undefined };

/** A record as found. */
export interface FoundRecord {
  value: JobRecord;
  path: string;
  /** The running process that keeps it. */
  keeper?: string;
}

/** `$XDG_STATE_HOME/docjobs/jobs`, or under `~/.local/state`: one file for each unfinished job. */
export function jobRecordsDirectory({ env, home }: Pick<CliContext, "env" | "home">): string {
  return join(env["XDG_STATE_HOME"] || join(home, ".local", "state"), "docjobs", "jobs");
}

/** Writes a new record down. */
export async function createRecord(
  context: Pick<CliContext, "env" | "home">,
  about: Omit<JobRecord, "id" | "at">,
  note: Note,
): Promise<KeptRecord> {
  const record = draftRecord(context, about, note);
  await record.update({});
  return record;
}

/** A record that is written down with its first update. */
export function draftRecord(
  context: Pick<CliContext, "env" | "home">,
  about: Omit<JobRecord, "id" | "at">,
  note: Note,
): KeptRecord {
  const value = { id: randomUUID(), at: new Date().toISOString(), ...about };
  return keepRecord(value, pathOf(jobRecordsDirectory(context), value.id), note);
}

/** All records, the oldest first. Files that are none are left alone. */
export async function findRecords(context: Pick<CliContext, "env" | "home">): Promise<FoundRecord[]> {
  const directory = jobRecordsDirectory(context);
  const names = await readdir(directory).catch(() => []);
  const found = await Promise.all(names.map((name) => readRecord(directory, name)));
  return found
    .filter((record) => record !== undefined)
    .sort((a, b) => (a.value.at < b.value.at ? -1 : a.value.at > b.value.at ? 1 : 0));
}

/**
 * Takes over a record that no running process keeps. Undefined where another process has it or was faster: the keeper is
 * part of the file's name, and only one process can rename a file.
 */
export async function claimRecord(
  context: Pick<CliContext, "env" | "home">,
  found: FoundRecord,
  note: Note,
): Promise<KeptRecord | undefined> {
  if (found.keeper !== undefined) return undefined;
  const path = pathOf(jobRecordsDirectory(context), found.value.id);
  try {
    if (path !== found.path) await rename(found.path, path);
    return keepRecord(found.value, path, note);
  } catch {
    return undefined;
  }
}

/** Forgets a job, whoever keeps its record. */
export async function removeRecordOf(
  context: Pick<CliContext, "env" | "home">,
  job: { provider: string; id: string },
): Promise<void> {
  for (const { value, path } of await findRecords(context)) {
    if (value.provider === job.provider && value.jobId === job.id) await rm(path, { force: true });
  }
}

function pathOf(directory: string, id: string): string {
  return join(directory, `${id}.${ownMark()}.json`);
}

const NAME = /^([0-9a-f-]{36})\.(\d+(?:-\d+)?)\.json$/u;

async function readRecord(directory: string, name: string): Promise<FoundRecord | undefined> {
  const [, id, mark = ""] = NAME.exec(name) ?? [];
  if (id === undefined) return undefined;
  const path = join(directory, name);
  const text = await readFile(path, "utf8").catch(() => "");
  try {
    const value = JSON.parse(text) as JobRecord | null;
    if (typeof value?.provider !== "string" || typeof value.kind !== "string" || value.id !== id)
      return undefined;
    return {
      value,
      path,
      ...(isRunning(mark) && mark !== ownMark() && { keeper: mark.split("-")[0] ?? "" }),
    };
  } catch {
    return undefined;
  }
}

function keepRecord(first: JobRecord, path: string, note: Note): KeptRecord {
  let value = first;
  let isGone = false;
  let isNoted = false;
  return {
    get value() {
      return value;
    },
    async update(changes) {
      if (isGone) return;
      // What is undefined is not there once it is written.
      value = { ...value, ...changes } as JobRecord;
      try {
        await writeWhole(path, JSON.stringify(value));
      } catch (error) {
        if (!isNoted)
          note(`The job is not written down: ${error instanceof Error ? error.message : String(error)}`);
        isNoted = true;
      }
    },
    async remove() {
      isGone = true;
      await rm(path, { force: true }).catch(() => {});
    },
  };
}

/** The old content or the new, whenever the machine stops. */
async function writeWhole(path: string, text: string): Promise<void> {
  const directory = join(path, "..");
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const temporary = join(directory, `.${randomBytes(8).toString("hex")}.tmp`);
  try {
    const file = await open(temporary, "wx", 0o600);
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}
