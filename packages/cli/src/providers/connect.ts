import { type ClientOptions, createJobsClient, type JobsClient } from "@docjobs/jobs-core";
import type { CliContext, Note } from "../context.js";
import { findBaseUrl, findKey, keyOrigin } from "../keys/find-key.js";
import { profilePath } from "../keys/profile-path.js";
import { readProfile } from "../keys/read-profile.js";
import { dataDirectory } from "../local/data-directory.js";
import { openLocalServer } from "../local/open-local-server.js";
import type { ProviderEntry } from "../provider-entry.js";
import { quoted } from "../output/check-output.js";
import { VERSION } from "../version.js";
import { missingKey, readKeyFromStdin } from "./api-key.js";
import { traceFetch } from "./trace-fetch.js";

/** Flags that say where a provider is and who asks. */
export interface ConnectionFlags {
  local?: boolean;
  data?: string;
  apiKeyStdin?: boolean;
  insecureHttp?: boolean;
  debug?: boolean;
}

/** A client, and where it goes. */
export interface Connection extends Whereabouts {
  client: JobsClient;
}

/** Where a provider is, and who asks. */
export interface Whereabouts {
  /** What a client of the provider takes. */
  clientOptions: ClientOptions;
  local: boolean;
  /** The flags that a follow-up command needs to reach the same place, with a leading space each. */
  followUpFlags: string;
}

export interface ConnectOptions {
  flags: ConnectionFlags;
  note: Note;
  /** Bounds the wait for a data directory that another command uses. */
  timeoutMs: number;
  /** The operation answers without a key, so that a missing one is no reason to stop. */
  keyless?: boolean;
  /** The local server that this command has started already. */
  server?: Whereabouts;
}

/** Opens a client for the provider: the real API, or the embedded local server with `--local`. Sends nothing. */
export async function connect(
  context: CliContext,
  entry: ProviderEntry,
  options: ConnectOptions,
): Promise<Connection> {
  const whereabouts = await findProviderServer(context, entry, options);
  return { ...whereabouts, client: createJobsClient(entry.api, whereabouts.clientOptions) };
}

/** Finds the server and the key, or starts the local server. Sends nothing. */
async function findProviderServer(
  context: CliContext,
  entry: ProviderEntry,
  { flags, note, timeoutMs, keyless, server }: ConnectOptions,
): Promise<Whereabouts> {
  if (server) return server;
  if (isLocal(context, flags)) return findLocalServer(context, flags, note, timeoutMs);
  const profile = await readProfile(profilePath(context.env, context.home), entry.id);
  const baseUrl = findBaseUrl(context.env, entry, profile);
  const apiKey = flags.apiKeyStdin
    ? await (context.stdinKey ??= readKeyFromStdin(context.stdin))
    : findKey(context.env, entry, profile, baseUrl)?.key;
  if (apiKey === undefined && !keyless && entry.api.auth.length > 0) {
    throw missingKey(entry.id, profile.apiKey ? { saved: keyOrigin(entry, profile), baseUrl } : undefined);
  }
  const clientOptions = {
    baseUrl,
    userAgent: USER_AGENT,
    ...(apiKey !== undefined && { apiKey }),
    ...(flags.insecureHttp && { insecureHttp: true }),
    ...tracing(context, flags),
  };
  return { clientOptions, local: false, followUpFlags: "" };
}

/** --debug and DOCJOBS_DEBUG. */
function tracing(context: CliContext, flags: ConnectionFlags): { fetch?: typeof globalThis.fetch } {
  const isWanted = flags.debug ?? isOn(context.env["DOCJOBS_DEBUG"]);
  return isWanted ? { fetch: traceFetch((line) => process.stderr.write(line)) } : {};
}

export function isLocal(context: CliContext, flags: ConnectionFlags): boolean {
  return flags.local ?? isOn(context.env["DOCJOBS_LOCAL"]);
}

function isOn(variable: string | undefined): boolean {
  return variable !== undefined && !["", "0", "false"].includes(variable);
}

async function findLocalServer(
  context: CliContext,
  flags: ConnectionFlags,
  note: Note,
  timeoutMs: number,
): Promise<Whereabouts> {
  const directory = dataDirectory(flags.data, context.env, context.home);
  const server = await openLocalServer({
    dataDirectory: directory,
    waitMs: timeoutMs,
    signal: context.interruption.signal,
    note,
  });
  context.cleanups.push(() => server.close());
  const apiKey = context.env["DOCJOBS_SERVE_KEY"] || "local";
  return {
    clientOptions: { baseUrl: server.url, apiKey, userAgent: USER_AGENT, ...tracing(context, flags) },
    local: true,
    followUpFlags: ` --local${flags.data === undefined ? "" : ` --data ${quoted(flags.data)}`}`,
  };
}

export const USER_AGENT: string = `docjobs-cli/${VERSION}`;
