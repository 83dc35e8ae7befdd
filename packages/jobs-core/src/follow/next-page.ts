import type { Connection } from "../http/connection.js";
import { UnsafeRedirectError } from "../errors/errors.js";
import { isOwn } from "../http/connection.js";
import type { DataSource } from "../job-api.js";
import { readText } from "../job/place.js";

/** The request that gives one page. */
export interface PageCall {
  operation: DataSource;
  parameters: Record<string, string>;
}

/** The page after this answer, by a token or a URL in it; undefined after the last one. */
export function nextPage(
  connection: Connection,
  from: DataSource,
  parameters: Record<string, string>,
  body: unknown,
): PageCall | undefined {
  const next = readText(from.next, body);
  if (next === undefined) return undefined;
  if (from.nextParameter !== undefined)
    return { operation: from, parameters: { ...parameters, [from.nextParameter]: next } };
  const url = new URL(next, connection.base);
  if (!isOwn(connection, url)) throw new UnsafeRedirectError(`The next page is at ${url.host}.`);
  const { query: _, ...operation } = from;
  return {
    operation: { ...operation, path: url.pathname, server: url.origin },
    parameters: Object.fromEntries(url.searchParams),
  };
}
