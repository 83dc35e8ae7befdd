import { AuthenticationError } from "@docjobs/jobs-core";
import type { OutputFlags } from "../common-flags.js";
import type { CliContext } from "../context.js";
import { checkKey } from "../keys/check-key.js";
import { findBaseUrl, findKey, keyOrigin, type FoundKey } from "../keys/find-key.js";
import { maskKey } from "../keys/mask-key.js";
import { profilePath } from "../keys/profile-path.js";
import { profileOf, readProfiles, type Profiles } from "../keys/read-profile.js";
import { checkFieldNames, selectFields } from "../output/json-fields.js";
import { writeJsonLine, writeStdout } from "../output/stdout.js";
import type { ProviderEntry } from "../provider-entry.js";
import { missingKey } from "../providers/api-key.js";
import { findProvider } from "../providers/find-provider.js";
import { environmentPrefix } from "../providers/provider-names.js";
import { providers } from "../providers.gen.js";
import { printable } from "../terminal/printable.js";

export interface StatusFlags extends OutputFlags {
  check?: boolean;
  insecureHttp?: boolean;
}

const STATUS_FIELDS: readonly string[] = [
  "provider",
  "source",
  "key",
  "origin",
  "baseUrl",
  "state",
  "problem",
];

/** What is known about one provider's key. */
interface KeyStatus {
  provider: string;
  /** The variable or the file that the key comes from. */
  source: string | null;
  key: string | null;
  /** Where it goes. */
  origin: string;
  baseUrl: string;
  /** `accepted` and `refused` only after a check. */
  state: "missing" | "unusable" | "present" | "accepted" | "refused" | "unknown";
  problem: string | null;
}

/** `docjobs auth status`: where each provider's key comes from and where it goes. Asks the API only with `--check`. */
export async function statusCommand(
  context: CliContext,
  flags: StatusFlags,
  providerId?: string,
): Promise<void> {
  checkFieldNames(flags.json, STATUS_FIELDS);
  const chosen = providerId === undefined ? providers : [findProvider(providerId)];
  const path = profilePath(context.env, context.home);
  const profiles = await readProfiles(path);
  let failure: unknown;
  for (const provider of chosen) {
    const { status, error } = await statusOf(context, flags, provider, { path, profiles });
    if (flags.json === undefined) await writeStdout(`${statusLine(status)}\n`);
    else await writeJsonLine(selectFields({ ...status }, flags.json));
    // One that was asked for by name has to be there; of all, only a key that is there can be wrong.
    if (status.state !== "missing" || providerId !== undefined) failure ??= error;
  }
  if (failure !== undefined) throw failure;
}

async function statusOf(
  { env, interruption }: CliContext,
  flags: StatusFlags,
  provider: ProviderEntry,
  { path, profiles }: { path: string; profiles: Profiles },
): Promise<{ status: KeyStatus; error?: unknown }> {
  const profile = profileOf(path, profiles, provider.id);
  const baseUrl = findBaseUrl(env, provider, profile);
  const { origin } = new URL(baseUrl);
  const base = { provider: provider.id, origin, baseUrl, problem: null };
  let found: FoundKey | undefined;
  try {
    found = findKey(env, provider, profile, baseUrl);
  } catch (error) {
    return {
      status: { ...base, source: null, key: null, state: "unusable", problem: messageOf(error) },
      error,
    };
  }
  if (found === undefined) {
    const saved = keyOrigin(provider, profile);
    const error = missingKey(provider.id, profile.apiKey ? { saved, baseUrl } : undefined);
    return { status: { ...base, source: null, key: null, state: "missing", problem: error.message }, error };
  }
  const source = found.source === "profile" ? path : `${environmentPrefix(provider.id)}API_KEY`;
  const status: KeyStatus = { ...base, source, key: maskKey(found.key), state: "present" };
  if (!flags.check) return { status };
  try {
    const insecureHttp = flags.insecureHttp ?? false;
    await checkKey(provider, { apiKey: found.key, baseUrl, insecureHttp, signal: interruption.signal });
    return { status: { ...status, state: "accepted" } };
  } catch (error) {
    const state = AuthenticationError.isInstance(error) ? "refused" : "unknown";
    return { status: { ...status, state, problem: messageOf(error) }, error };
  }
}

function statusLine({ provider, state, key, source, origin, problem }: KeyStatus): string {
  const columns = [provider, state, key ?? "", source ?? "", origin, problem ?? ""];
  return columns.map(printable).join("\t").trimEnd();
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
