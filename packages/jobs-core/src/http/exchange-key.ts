import type { AttachKey } from "./connection.js";
import { AuthenticationError } from "../errors/errors.js";
import { exchange } from "./exchange.js";
import type { JobApi } from "../job-api.js";
import { readNumber, readText } from "../job/place.js";
import { readJson } from "./read-json.js";

/** How long before its end a token is no longer used. */
const MARGIN_MS = 30_000;

/** Changes the key for a token (OAuth 2 client credentials: RFC 6749, 4.4), and keeps the token while it lasts. */
export function exchangeKey(
  { title }: JobApi,
  { tokenUrl, scope, inForm }: { tokenUrl: string; scope: string; inForm?: true },
  key: string,
): AttachKey {
  const [, id = key, secret = ""] = /^([^:]*):(.*)$/s.exec(key) ?? [];
  let token: { text: string; endsAt: number } | undefined;
  return async (connection, { headers, signal }) => {
    const now = connection.clock.monotonic();
    if (!token || token.endsAt < now) {
      const response = await exchange(connection, {
        url: new URL(tokenUrl, `${connection.baseUrl}/`),
        method: "POST",
        headers: {
          ...(!inForm && { authorization: `Basic ${btoa(key)}` }),
          "content-type": "application/x-www-form-urlencoded",
          accept: "application/json",
        },
        body: new URLSearchParams({
          grant_type: "client_credentials",
          ...(inForm && { client_id: id, client_secret: secret }),
          ...(scope && { scope }),
        }).toString(),
        signal,
        isBare: true,
      });
      const body = await readJson(response, title);
      const text = response.ok ? readText("/access_token", body) : undefined;
      if (text === undefined)
        throw new AuthenticationError(`${title} gave no token for the key.`, { status: response.status });
      const lifeMs = (readNumber("/expires_in", body) ?? 300) * 1000;
      token = { text, endsAt: now + Math.max(lifeMs - MARGIN_MS, lifeMs / 2) };
    }
    headers.set("authorization", `Bearer ${token.text}`);
  };
}
