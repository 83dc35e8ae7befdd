import { type Answer, callApi } from "./call-api.js";
import type { Connection } from "./connection.js";
import { BadResponseError, UnsafeRedirectError } from "./errors.js";
import { isOwn } from "./exchange.js";
import type { DataSource } from "./job-api.js";
import { jobPath } from "./job-id.js";
import type { JobSnapshot } from "./job-snapshot.js";
import { readPlace, readText } from "./place.js";
import { fillParameters } from "./request-result.js";
import { withRetries } from "./retry.js";

const MOST_PAGES = 10_000;

/** A succeeded job with its result, where that stands in the answer of an operation of its own; else as it is. */
export async function readData(
  connection: Connection,
  snapshot: JobSnapshot,
  answer: Answer,
  signal: AbortSignal | undefined,
): Promise<JobSnapshot> {
  const { api } = connection;
  const place = api.kinds[snapshot.kind]?.result;
  if (snapshot.state !== "succeeded" || place?.type !== "inline" || !place.from) return snapshot;
  const { from } = place;
  const around = { ...answer, path: jobPath(api, api.job.get, snapshot.id) };
  const parameters = fillParameters(from.parameters, answer.body, around);
  if (!parameters)
    throw new BadResponseError(`${api.title} does not say where the result of ${snapshot.id} is.`);
  const items: unknown[] = [];
  let next: PageCall | undefined = { operation: from, parameters };
  for (let page = 0; next; page++) {
    if (page === MOST_PAGES) throw new BadResponseError(`The result of ${snapshot.id} has no last page.`);
    const { operation, parameters: given }: PageCall = next;
    const { body } = await withRetries(connection, { signal }, () =>
      callApi(connection, operation, { parameters: given, purpose: "download", signal }),
    );
    const value = readPlace(place.at, body);
    if (from.next === undefined) return { ...snapshot, result: value } as JobSnapshot;
    if (Array.isArray(value)) items.push(...(value as unknown[]));
    next = nextPage(connection, from, parameters, body);
  }
  return { ...snapshot, result: items } as JobSnapshot;
}

interface PageCall {
  operation: DataSource;
  parameters: Record<string, string>;
}

function nextPage(
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
