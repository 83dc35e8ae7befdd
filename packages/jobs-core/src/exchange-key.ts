import type { Access, GetAccess } from "./access.js";
import type { Clock } from "./clock.js";
import { AuthenticationError } from "./errors.js";
import type { JobApi } from "./job-api.js";
import { known, readNumber, readText } from "./place.js";
import { readJson } from "./read-json.js";

/** How long before its end a token is no longer used. */
const MARGIN_MS = 30_000;

/** Changes the key for a token (OAuth 2 client credentials: RFC 6749, 4.4), and keeps the token while it lasts. */
export function exchangeKey(
  { title }: JobApi,
  { tokenUrl, scope }: { tokenUrl: string; scope: string },
  clock: Clock,
  key: string,
  { headers, query }: Access,
): GetAccess {
  let token: { text: string; endsAt: number } | undefined;
  return async (ask) => {
    const now = clock.monotonic();
    if (!token || token.endsAt < now) {
      const form = new URLSearchParams({
        grant_type: "client_credentials",
        ...known({ scope: scope || undefined }),
      });
      const response = await ask(tokenUrl, form.toString(), `Basic ${btoa(key)}`);
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
