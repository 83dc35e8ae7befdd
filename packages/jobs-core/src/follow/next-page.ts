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
  /** What led to the pages that came before. */
  visited?: Set<string>;
  /** How many items came before. */
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
  const { visited = new Set<string>() } = call;
  const before = call.parameters[parameter];
  const value = {
    number: String(Number(before ?? first) + 1),
    offset: String(seen),
    "last-id": page.lastId,
    token: readNext(pages.next, page),
  }[by ?? "token"];
  const isLast = readText(more, body) === "false" || seen >= (readNumber(total, body) ?? Infinity);
  if (isLast || value === undefined || (by && size === 0)) return undefined;
  // A server that leads in a circle lists without an end, too.
  if (visited.size === MOST_PAGES || value === before || visited.size === visited.add(value).size)
    throw new BadResponseError(`${connection.api.title} lists without an end.`);
  if (by || parameter)
    return { ...call, parameters: { ...call.parameters, [parameter]: value }, visited, seen };
  const { href } = operationUrl(connection, call.operation, call.parameters);
  const url = URL.canParse(value, href) ? new URL(value, href) : undefined;
  if (!url || !isOwn(connection, url))
    throw new UnsafeRedirectError(`The next page is at ${url?.host || "no usable URL"}.`);
  const { query: _, ...operation } = call.operation;
  // A name may stand in the query more than once.
  const path = url.pathname + url.search;
  return { operation: { ...operation, path, server: url.origin }, parameters: {}, visited, seen };
}

/** What stands there; of a Link header (RFC 8288) the link that is the next one. */
function readNext(place: Place | undefined, { body, headers }: Answer): string | undefined {
  const text = readText(place, body, { headers });
  if (place?.startsWith("$response.header.") && text?.startsWith("<"))
    return /<([^>]*)>\s*(?:;(?:"[^"]*"|[^",])*)?;\s*rel="?(?:[^",;]* )?next\b/i.exec(text)?.[1];
  return text === "false" ? undefined : text;
}
