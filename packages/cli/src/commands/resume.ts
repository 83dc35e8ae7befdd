import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { lstat, rm } from "node:fs/promises";
import { resolve } from "node:path";
import type { OutputFlags } from "../common-flags.js";
import type { CliContext } from "../context.js";
import { usageError } from "../errors/usage-error.js";
import { reportError } from "../errors/report-error.js";
import { CliError } from "../errors/cli-error.js";
import { errorReport } from "../errors/error-report.js";
import { EXIT } from "../errors/exit-codes.js";
import { DEFAULT_TIMEOUT_MS } from "../jobs/follow-job.js";
import {
  claimRecord,
  findRecords,
  type FoundRecord,
  type JobRecord,
  type KeptRecord,
} from "../jobs/job-records.js";
import { openProgress } from "../jobs/open-progress.js";
import { settleRecord } from "../jobs/settle-record.js";
import { checkOutput, isDirectoryTarget } from "../output/check-output.js";
import { checkFieldNames, selectFields } from "../output/json-fields.js";
import { writeJsonLine, writeStdout } from "../output/stdout.js";
import { connect, type ConnectionFlags } from "../providers/connect.js";
import { findTarget } from "../providers/find-provider.js";
import { printable } from "../terminal/printable.js";
import { DOWNLOAD_FIELDS, downloadCommand } from "./download.js";

export interface ResumeFlags extends ConnectionFlags, OutputFlags {
  all?: boolean;
  output?: string;
  overwrite?: boolean;
  timeout?: number;
}

const RECORD_FIELDS: readonly string[] = [
  "at",
  "stage",
  "provider",
  "kind",
  "jobId",
  "token",
  "input",
  "output",
  "localData",
  "part",
];

/** `docjobs resume`: lists what is unfinished, or waits for it and saves it. */
export async function resumeCommand(
  context: CliContext,
  flags: ResumeFlags,
  ...words: readonly string[]
): Promise<void> {
  const [token, ...others] = words;
  if (others.length > 0 || (token !== undefined && flags.all)) {
    throw usageError("docjobs resume takes one token, or --all.", "docjobs resume lists the tokens.");
  }
  const records = await findRecords(context);
  if (flags.all) return resumeAll(context, flags, records);
  checkFieldNames(flags.json, token === undefined ? RECORD_FIELDS : DOWNLOAD_FIELDS);
  if (token === undefined) return listUnfinished(flags, records);
  const found = records.find(({ value }) => tokenOf(value) === token);
  const record = found && (await claimRecord(context, found, () => {}));
  if (found && !record && found.value.token === undefined) throw inHand(found);
  await resumeOne(context, flags, token, record);
}

/** What names the record on the command line; a job that may not exist has no token yet. */
function tokenOf({ token, id }: JobRecord): string {
  return token ?? id;
}

async function listUnfinished(flags: ResumeFlags, records: readonly FoundRecord[]): Promise<void> {
  for (const { value } of records) {
    const { at, stage, provider, kind, jobId = null, input, output, localData = null, part } = value;
    const token = tokenOf(value);
    if (flags.json === undefined) {
      const name = jobId ?? (stage === "planned" ? "(not submitted)" : "(submit unknown)");
      const columns = [at, provider, name, input, token, ...(part ? [part.path] : [])];
      await writeStdout(`${columns.map(printable).join("\t")}\n`);
    } else {
      const fields = {
        at,
        stage,
        provider,
        kind,
        jobId,
        token,
        input,
        output,
        localData,
        part: part?.path ?? null,
      };
      await writeJsonLine(selectFields(fields, flags.json));
    }
  }
}

async function resumeOne(
  context: CliContext,
  flags: ResumeFlags,
  token: string,
  record: KeptRecord | undefined,
): Promise<void> {
  if (record && (await isSaved(record.value))) {
    await record.remove();
    return tellSaved(flags, record.value);
  }
  const { output, localData } = record?.value ?? {};
  const wanted = flags.output ?? output ?? undefined;
  const all = { ...flags, ...(localData !== undefined && { local: true, data: localData }) };
  const jobToken = record ? (record.value.token ?? (await settle(context, all, record))) : token;
  await downloadCommand(
    context,
    {
      ...all,
      wait: true,
      ...(record && { record }),
      ...(wanted !== undefined && { output: wanted === "-" ? "-" : resolve(wanted) }),
    },
    jobToken,
  );
}

/** The file got its name, and then the program was ended. */
async function isSaved({ saved, part }: JobRecord): Promise<boolean> {
  if (saved === undefined) return false;
  const info = await lstat(saved.path).catch(() => undefined);
  if (!info?.isFile() || info.size !== saved.sizeBytes) return false;
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(saved.path)) hash.update(chunk as Buffer);
  if (hash.digest("hex") !== saved.sha256) return false;
  // The same file under the name that it had until then.
  const private_ = part && (await lstat(part.path).catch(() => undefined));
  if (part && private_?.ino === info.ino && private_.dev === info.dev) await rm(part.path, { force: true });
  return true;
}

async function tellSaved(flags: ResumeFlags, { saved, ...job }: JobRecord): Promise<void> {
  const { provider, kind, jobId = null, token = null } = job;
  if (saved === undefined) return;
  const { path: output, sizeBytes, sha256 } = saved;
  const fields = { provider, kind, jobId, token, state: "succeeded", output, sizeBytes, sha256 };
  if (flags.json === undefined) await writeStdout(`${output}\n`);
  else await writeJsonLine(selectFields({ ...fields, contentType: null, result: null }, flags.json));
}

/** Makes the job that a crash kept from being made, or finds it; the token tells how to go on with it. */
async function settle(context: CliContext, flags: ResumeFlags, record: KeptRecord): Promise<string> {
  const { provider, kind, output } = record.value;
  const target = findTarget(`${provider}:${kind}`);
  // Whatever is in the way of the result is found before the job is made.
  const path = flags.output ?? output;
  if (path !== null && path !== undefined && path !== "-" && !(await isDirectoryTarget(path)))
    await checkOutput(path, { overwrite: flags.overwrite ?? false });
  const { noteLine: note } = openProgress(context, flags.quiet);
  const timeoutMs = flags.timeout ?? DEFAULT_TIMEOUT_MS;
  const connection = await connect(context, target.provider, { flags, note, timeoutMs });
  const { token } = await settleRecord(context, connection, target, record);
  if (connection.local) await closeLocal(context);
  return token;
}

async function resumeAll(
  context: CliContext,
  flags: ResumeFlags,
  records: readonly FoundRecord[],
): Promise<void> {
  if (flags.output !== undefined)
    throw usageError("--all and -o exclude each other.", "Each job goes where it was meant to.");
  checkFieldNames(flags.json, DOWNLOAD_FIELDS);
  let failed = 0;
  // What has to be looked for comes last: a server may need a moment until it shows it.
  const isDoubtful = ({ value }: FoundRecord): boolean => value.stage === "submitting";
  const inOrder = [...records.filter((each) => !isDoubtful(each)), ...records.filter(isDoubtful)];
  for (const found of inOrder) {
    const record = await claimRecord(context, found, () => {});
    if (!record) {
      if (!context.json && !flags.quiet) process.stderr.write(`${inHand(found).message}\n`);
      continue;
    }
    try {
      await resumeOne(context, flags, tokenOf(record.value), record);
    } catch (error) {
      context.interruption.signal.throwIfAborted();
      failed += 1;
      if (flags.json === undefined) reportError(context, error);
      else
        await writeJsonLine({
          jobId: record.value.jobId ?? null,
          token: tokenOf(record.value),
          state: "failed",
          error: errorReport(error, ""),
        });
    }
    delete context.active;
    await closeLocal(context);
  }
  if (failed > 0) {
    throw new CliError(EXIT.someFailed, `${failed} of ${records.length} jobs have no result.`, {
      code: "some_failed",
    });
  }
}

function inHand({ value, keeper }: FoundRecord): CliError {
  return new CliError(
    EXIT.localFile,
    `Process ${keeper ?? "?"} has the ${value.provider} job for ${printable(value.input)} in hand.`,
    { code: "in_use", hint: "Wait until it has ended.", retryable: true },
  );
}

/** The next job may need another data directory, or the same one again. */
async function closeLocal(context: CliContext): Promise<void> {
  for (const step of context.cleanups.splice(0).reverse()) await step();
}
