import type { ProviderEntry } from "../provider-entry.js";
import { usageError } from "../errors/usage-error.js";
import { cleanKey } from "../providers/api-key.js";
import { environmentPrefix } from "../providers/provider-names.js";
import type { Profile } from "./read-profile.js";

/** A key and where it was found. */
export interface FoundKey {
  key: string;
  source: "environment" | "profile";
}

/**
 * The key for requests to the base URL: the environment's, which goes wherever the environment says, or the profile's,
 * which goes to the origin that it was saved for and nowhere else. An empty variable counts as none.
 */
export function findKey(
  env: NodeJS.ProcessEnv,
  entry: ProviderEntry,
  profile: Profile,
  baseUrl: string,
): FoundKey | undefined {
  const variable = `${environmentPrefix(entry.id)}API_KEY`;
  const fromEnvironment = env[variable];
  if (fromEnvironment) return { key: cleanKey(fromEnvironment, variable), source: "environment" };
  if (!profile.apiKey || keyOrigin(entry, profile) !== new URL(baseUrl).origin) return undefined;
  return { key: cleanKey(profile.apiKey, "the profile"), source: "profile" };
}

/** The origin that the profile's key belongs to. */
export function keyOrigin(entry: ProviderEntry, { origin, baseUrl }: Profile): string {
  return new URL(origin ?? baseUrl ?? entry.api.baseUrl).origin;
}

/** Where requests go: the variable, else the profile, else the API's documented server. */
export function findBaseUrl(env: NodeJS.ProcessEnv, entry: ProviderEntry, profile: Profile): string {
  const variable = `${environmentPrefix(entry.id)}BASE_URL`;
  const text = env[variable] || profile.baseUrl || entry.api.baseUrl;
  if (isHttpUrl(text)) return text;
  const name = env[variable] ? variable : `"baseUrl" in the profile`;
  throw usageError(`${name} is not an http(s) URL.`, `For example: ${variable}=${entry.api.baseUrl}`);
}

export function isHttpUrl(text: string): boolean {
  return URL.canParse(text) && /^https?:$/u.test(new URL(text).protocol);
}
