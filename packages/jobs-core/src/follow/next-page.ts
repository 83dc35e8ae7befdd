import type { Answer } from "../http/call-api.js";
import { operationUrl } from "../http/call-api.js";
import type { Connection } from "../http/connection.js";
import { BadResponseError, UnsafeRedirectError } from "../errors/errors.js";
import { isOwn } from "../http/connection.js";
import type { Operation, Pages, Place } from "../job-api.js";
import { readNumber, readText } from "../job/place.js";

/** The request that gives one page. */
export interface PageCall {
  operation: Operation;
  parameters: Readonly<Record<string, string>>;
  /** How many pages and items came before. */
  pages?: number;
  seen?: number;
}

/** One page: how many items it has, and the id of the last one. */
export interface Page extends Answer {
  size: number;
  lastId?: string | undefined;
}

const MOST_PAGES = 10_000;

/** The request behind a page: by what its answer says, or by what came before it; undefined behind the last one. */
export function nextPage(
  connection: Connection,
  pages: Pages,
  call: PageCall,
  page: Page,
): PageCall | undefined {
  const { by, parameter = "", first = 1, more, total } = pages;
  const { body, size } = page;
  const seen = (call.seen ?? 0) + size;
  const count = (call.pages ?? 0) + 1;
  const before = call.parameters[parameter];
  const value = {
    number: String(Number(before ?? first) + 1),
    offset: String(seen),
    "last-id": page.lastId,
    token: readNext(pages.next, page),
  }[by ?? "token"];
  const isLast = readText(more, body) === "false" || seen >= (readNumber(total, body) ?? Infinity);
  if (isLast || value === undefined || (by && size === 0)) return undefined;
  const isUrl = !by && !parameter;
  if (count === MOST_PAGES || (!isUrl && value === before))
    throw new BadResponseError(`${connection.api.title} lists without an end.`);
  if (!isUrl) return { ...call, parameters: { ...call.parameters, [parameter]: value }, pages: count, seen };
  const url = new URL(value, operationUrl(connection, call.operation, call.parameters));
  if (!isOwn(connection, url)) throw new UnsafeRedirectError(`The next page is at ${url.host}.`);
  const { query: _, ...operation } = call.operation;
  return {
    operation: { ...operation, path: url.pathname, server: url.origin },
    parameters: Object.fromEntries(url.searchParams),
    pages: count,
    seen,
  };
}

/** What stands there; of a Link header (RFC 8288) the link that is the next one. */
function readNext(place: Place | undefined, { body, headers }: Answer): string | undefined {
  const text = readText(place, body, { headers });
  return place?.startsWith("$response.header.") && text?.startsWith("<")
    ? /<([^>]*)>\s*(?:;[^,]*)?;\s*rel="?(?:[^",;]* )?next\b/i.exec(text)?.[1]
    : text;
}
