import type { Clock } from "./clock.js";
import { ConfigurationError } from "./errors.js";
import { feature } from "./feature.js";
import type { JobApi } from "./job-api.js";

/** What carries the key: attached last, to the API's own origins only. */
export interface Access {
  readonly headers: readonly (readonly [string, string])[];
  readonly query: readonly (readonly [string, string])[];
}

/** Sends a form to a server that changes a key for a token. */
export type AskForToken = (url: string, form: string, authorization: string) => Promise<Response>;

export type GetAccess = (ask: AskForToken) => Promise<Access>;

/** Throws ConfigurationError where the key does not have the parts that the API asks for. */
export function createAccess(api: JobApi, clock: Clock, key: string | undefined): GetAccess {
  const { title, auth } = api;
  const headers: [string, string][] = [];
  const query: [string, string][] = [];
  const parts = key === undefined ? [] : split(title, key, auth.length);
  for (const [index, part] of parts.entries()) {
    const credential = auth[index];
    if (!credential) continue;
    if ("query" in credential) query.push([credential.query, part]);
    else if ("header" in credential)
      headers.push([credential.header, credential.prefix + (credential.basic ? btoa(part) : part)]);
  }
  const exchanged = auth.find((credential) => "tokenUrl" in credential);
  if (!exchanged || key === undefined) return async () => ({ headers, query });
  return feature(api, "exchangeKey")(api, exchanged, clock, key, { headers, query });
}

/** `first:second` for two credentials. */
function split(title: string, key: string, count: number): string[] {
  if (count < 2) return [key];
  const parts = key.split(":");
  const last = parts.splice(count - 1).join(":");
  if (parts.length === count - 1 && last) return [...parts, last];
  throw new ConfigurationError(`${title} takes a key of ${count} parts, joined by colons.`);
}
