import type { Clock } from "./clock.js";
import { AuthenticationError, ConfigurationError } from "./errors.js";
import type { JobApi } from "./job-api.js";
import { known, readNumber, readText } from "./place.js";
import { readJson } from "./read-json.js";

/** What carries the key: attached last, to the API's own origins only. */
export interface Access {
  readonly headers: readonly (readonly [string, string])[];
  readonly query: readonly (readonly [string, string])[];
}

/** Sends a form to a server that changes a key for a token. */
export type AskForToken = (url: string, form: string, authorization: string) => Promise<Response>;

export type GetAccess = (ask: AskForToken) => Promise<Access>;

/** How long before its end a token is no longer used. */
const MARGIN_MS = 30_000;

/** Throws ConfigurationError where the key does not have the parts that the API asks for. */
export function createAccess({ title, auth }: JobApi, clock: Clock, key: string | undefined): GetAccess {
  const headers: [string, string][] = [];
  const query: [string, string][] = [];
  let token: { text: string; endsAt: number } | undefined;
  const parts = key === undefined ? [] : split(title, key, auth.length);
  for (const [index, part] of parts.entries()) {
    const credential = auth[index];
    if (!credential) continue;
    if ("query" in credential) query.push([credential.query, part]);
    else if ("header" in credential)
      headers.push([credential.header, credential.prefix + (credential.basic ? encode(part) : part)]);
  }
  const exchanged = auth.find((credential) => "tokenUrl" in credential);
  if (!exchanged || key === undefined) return async () => ({ headers, query });
  return async (ask) => {
    const now = clock.monotonic();
    if (!token || token.endsAt < now) {
      const form = new URLSearchParams({
        grant_type: "client_credentials",
        ...known({ scope: exchanged.scope || undefined }),
      });
      const response = await ask(exchanged.tokenUrl, form.toString(), `Basic ${encode(key)}`);
      const body = await readJson(response, title);
      const text = response.ok ? readText("/access_token", body) : undefined;
      if (text === undefined)
        throw new AuthenticationError(`${title} gave no token for the key.`, { status: response.status });
      const lifeMs = (readNumber("/expires_in", body) ?? 300) * 1000;
      token = { text, endsAt: now + Math.max(lifeMs - MARGIN_MS, lifeMs / 2) };
    }
    return { headers: [...headers, ["authorization", `Bearer ${token.text}`]], query };
  };
}

/** `first:second` for two credentials. */
function split(title: string, key: string, count: number): string[] {
  if (count < 2) return [key];
  const parts = key.split(":");
  const last = parts.splice(count - 1).join(":");
  if (parts.length === count - 1 && last) return [...parts, last];
  throw new ConfigurationError(`${title} takes a key of ${count} parts, joined by colons.`);
}

function encode(text: string): string {
  return btoa(text);
}
