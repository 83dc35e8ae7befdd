import type { ServingFlags } from "../app/serve-flags.js";
import type { OutputFlags } from "../common-flags.js";
import type { CliContext } from "../context.js";
import { CliError } from "../errors/cli-error.js";
import { EXIT } from "../errors/exit-codes.js";
import { usageError } from "../errors/usage-error.js";
import { openProgress } from "../jobs/open-progress.js";
import { dataDirectory } from "../local/data-directory.js";
import { loadLocalServer } from "../local/load-local-server.js";
import { markAsServing } from "../local/serve-mark.js";
import {
  requireSharedFolder,
  serverDatabase,
  serverFiles,
  sharedServerError,
} from "../local/shared-server.js";
import { checkFieldNames, selectFields } from "../output/json-fields.js";
import { writeJsonLine, writeStdout } from "../output/stdout.js";
import { cleanKey, readKeyFromStdin } from "../providers/api-key.js";
import { environmentPrefix } from "../providers/provider-names.js";
import { providers } from "../providers.gen.js";

export interface ServeFlags extends ServingFlags, OutputFlags {
  port?: number;
  host?: string;
  publicUrl?: string;
  allowHost?: readonly string[];
  data?: string;
  database?: string;
  concurrency?: number;
  key?: readonly string[];
  keyStdin?: boolean;
  limitedKey?: readonly LimitedKey[];
  queueDelay?: number;
  fault?: readonly string[];
  allowWebhookHost?: readonly string[];
  allowFetchHost?: readonly string[];
  hubLimit?: number;
  rateLimit?: number;
  maxQueued?: number;
  dailyLimit?: number;
  tier?: "free" | "developer" | "pro" | "enterprise";
}

/** A key that is for some of the APIs only. */
export interface LimitedKey {
  key: string;
  apis: readonly string[];
}

const SERVE_FIELDS: readonly string[] = ["url", "dataDirectory", "pid"];

/** `docjobs serve`: all the APIs at one origin on this machine, until a signal. */
export async function serveCommand(context: CliContext, flags: ServeFlags): Promise<void> {
  checkFieldNames(flags.json, SERVE_FIELDS);
  const keys = await demandedKeys(context, flags);
  const limitedKeys = limitedKeysOf(flags);
  const demandsKey = keys !== undefined || limitedKeys !== undefined;
  if (!demandsKey && flags.host !== undefined && !isLoopback(flags.host)) throw needsKey(flags.host);
  const databaseUrl = serverDatabase(flags.database, context.env);
  if (databaseUrl === undefined && flags.concurrency === 0)
    throw usageError(
      "Nobody would do the jobs of a server with --concurrency 0 and no database.",
      "Name the database that workers share with it: --database postgres://…",
    );
  const files = serverFiles(flags.files, context.env);
  if (databaseUrl !== undefined && files === undefined) requireSharedFolder(flags.data, context.env);
  const directory = dataDirectory(flags.data, context.env, context.home);
  const module = await loadLocalServer();
  const { startLocalServer, DataDirectoryInUseError, FaultSpecError } = module;
  const server = await startLocalServer({
    port: flags.port ?? DEFAULT_PORT,
    dataDirectory: directory,
    ...(databaseUrl !== undefined && { databaseUrl }),
    ...(files !== undefined && { files }),
    ...(flags.concurrency !== undefined && { concurrency: flags.concurrency }),
    ...(keys !== undefined && { key: keys }),
    ...(limitedKeys !== undefined && { limitedKeys }),
    ...(flags.host !== undefined && { host: flags.host }),
    ...(flags.publicUrl !== undefined && { publicUrl: flags.publicUrl }),
    ...(flags.allowHost !== undefined && { allowedHosts: flags.allowHost }),
    ...(flags.retention !== undefined && { retentionMs: flags.retention }),
    ...(flags.queueDelay !== undefined && { queueDelayMs: flags.queueDelay }),
    ...(flags.fault !== undefined && { faults: flags.fault }),
    ...(flags.allowWebhookHost !== undefined && { webhookHosts: flags.allowWebhookHost }),
    ...(flags.allowFetchHost !== undefined && { fetchHosts: flags.allowFetchHost }),
    ...(flags.hubLimit !== undefined && { hubRequestsPerMinute: flags.hubLimit }),
    ...(flags.rateLimit !== undefined && { requestsPerMinute: flags.rateLimit }),
    ...(flags.maxQueued !== undefined && { maxQueued: flags.maxQueued }),
    ...(flags.dailyLimit !== undefined && { dailyJobs: flags.dailyLimit }),
    ...(flags.tier !== undefined && { tier: flags.tier }),
    logLevel: flags.logLevel ?? "warn",
  }).catch((error: unknown) => {
    if (error instanceof FaultSpecError) throw usageError(error.message, "Run: docjobs serve --help");
    throw error instanceof DataDirectoryInUseError
      ? inUse(error)
      : sharedServerError(portTaken(error), module);
  });
  context.cleanups.push(() => server.close());
  // What others would be told is of the directory's only owner.
  if (databaseUrl === undefined) context.cleanups.push(await markAsServing(directory));
  const { noteLine: note } = openProgress(context, flags.quiet);
  if (flags.json === undefined) await writeStdout(`${server.url}\n`);
  else
    await writeJsonLine(
      selectFields({ url: server.url, dataDirectory: directory, pid: process.pid }, flags.json),
    );
  note(howToUse(flags.publicUrl ?? server.url, demandsKey));
  context.runsUntilSignal = true;
  const { stopSignal } = await context.interruption.received;
  // Ctrl-C is a person who waits; SIGTERM is a supervisor, which gives time.
  await server.close({ drainMs: stopSignal === "SIGTERM" ? (flags.drain ?? DEFAULT_DRAIN_MS) : 0 });
}

async function demandedKeys(context: CliContext, flags: ServeFlags): Promise<string[] | undefined> {
  if (flags.keyStdin) return [await readKeyFromStdin(context.stdin)];
  if (flags.key !== undefined) return flags.key.map((key) => cleanKey(key, "--key"));
  const keys = (context.env["DOCJOBS_SERVE_KEY"] ?? "").split(/\s+/u).filter((key) => key !== "");
  return keys.length > 0 ? keys.map((key) => cleanKey(key, "DOCJOBS_SERVE_KEY")) : undefined;
}

function limitedKeysOf({ limitedKey }: ServeFlags): Record<string, readonly string[]> | undefined {
  if (limitedKey === undefined) return undefined;
  return Object.fromEntries(limitedKey.map(({ key, apis }) => [cleanKey(key, "--limited-key"), apis]));
}

function isLoopback(host: string): boolean {
  return host === "::1" || host.startsWith("127.");
}

function needsKey(host: string): CliError {
  return usageError(
    `Others can reach a server on ${host}, so it has to demand a key.`,
    "Set DOCJOBS_SERVE_KEY, or use --key-stdin.",
  );
}

function howToUse(url: string, demandsKey: boolean): string {
  // A key that was given is a secret: it is not shown, and the variable that may hold it has a name.
  const key = demandsKey ? '"$DOCJOBS_SERVE_KEY"' : "local";
  const lines = providers.flatMap(({ id }) => {
    const prefix = environmentPrefix(id);
    return [`export ${prefix}BASE_URL=${url}`, `export ${prefix}API_KEY=${key}`];
  });
  const demand = demandsKey ? "It demands the key you gave." : "Any key will do.";
  return [`Serving all APIs at ${url}. ${demand} Stop with Ctrl-C. For other programs:`, ...lines].join("\n");
}

function inUse(error: { directory: string; pid: number; url?: string }): CliError {
  const where = error.url === undefined ? "" : ` at ${error.url}`;
  return new CliError(EXIT.localFile, `${error.directory} is in use by process ${error.pid}${where}.`, {
    code: "data_directory_in_use",
    hint: "Use that server, stop it, or choose another directory with --data.",
    retryable: true,
    cause: error,
  });
}

function portTaken(error: unknown): unknown {
  const cause = error instanceof Error ? error.cause : undefined;
  const isTaken =
    cause instanceof Error && "code" in cause && (cause.code === "EADDRINUSE" || cause.code === "EACCES");
  if (!isTaken) return error;
  return new CliError(EXIT.usage, error instanceof Error ? error.message : String(error), {
    code: "port_taken",
    hint: "Choose another with --port, or --port 0 for a free one.",
    cause: error,
  });
}

const DEFAULT_PORT = 4010;
/** Supervisors such as Docker wait 10 s before they kill. */
export const DEFAULT_DRAIN_MS: number = 8000;
