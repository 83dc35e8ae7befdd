import { AuthenticationError } from "@docjobs/jobs-core";
import type { CliContext } from "../context.js";
import type { ProviderEntry } from "../provider-entry.js";
import { missingKey } from "../providers/api-key.js";
import { environmentPrefix } from "../providers/provider-names.js";
import { checkKey } from "./check-key.js";
import { findBaseUrl, findKey, keyOrigin } from "./find-key.js";
import { maskKey } from "./mask-key.js";
import { profileOf, type Profiles } from "./read-profile.js";

/** What is known about one provider's key. */
export interface KeyStatus {
  provider: string;
  /** The variable or the file that the key comes from. */
  source: string | null;
  key: string | null;
  /** Where it goes. */
  origin: string | null;
  baseUrl: string | null;
  /** `accepted` and `refused` only after a check. */
  state: "missing" | "unusable" | "present" | "accepted" | "refused" | "unknown";
  problem: string | null;
}

/** Looks a provider's key up; asks the API only with `check`. The error is what a command that needs the key would end with. */
export async function keyStatus(
  { env, interruption }: CliContext,
  { check, insecureHttp = false }: { check?: boolean; insecureHttp?: boolean },
  provider: ProviderEntry,
  { path, profiles }: { path: string; profiles: Profiles },
): Promise<{ status: KeyStatus; error?: unknown }> {
  const { id } = provider;
  let status: KeyStatus = {
    provider: id,
    source: null,
    key: null,
    origin: null,
    baseUrl: null,
    state: "unusable",
    problem: null,
  };
  try {
    const profile = profileOf(path, profiles, id);
    const baseUrl = findBaseUrl(env, provider, profile);
    status = { ...status, baseUrl, origin: new URL(baseUrl).origin };
    const found = findKey(env, provider, profile, baseUrl);
    if (found === undefined) {
      const saved = keyOrigin(provider, profile);
      const error = missingKey(id, profile.apiKey ? { saved, baseUrl } : undefined);
      return { status: { ...status, state: "missing", problem: error.message }, error };
    }
    const source = found.source === "profile" ? path : `${environmentPrefix(id)}API_KEY`;
    status = { ...status, source, key: maskKey(found.key), state: "present" };
    if (!check) return { status };
    await checkKey(provider, { apiKey: found.key, baseUrl, insecureHttp, signal: interruption.signal });
    return { status: { ...status, state: "accepted" } };
  } catch (error) {
    const asked = AuthenticationError.isInstance(error) ? "refused" : "unknown";
    const state = status.state === "present" ? asked : "unusable";
    return {
      status: { ...status, state, problem: error instanceof Error ? error.message : String(error) },
      error,
    };
  }
}
