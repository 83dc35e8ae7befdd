import type { Connection } from "../http/connection.js";
import { listPages, readListedId } from "../follow/list-jobs.js";
import { readText } from "../job/place.js";
import type { PreparedInput } from "./prepare-input.js";
import { pause } from "../http/timer.js";

/**
 * Looks in the API's list for the job of a submit whose answer was lost: the only one that refers to the same input,
 * and that cannot be older than the submit. Undefined where that is not certain.
 */
export async function reconcile(
  connection: Connection,
  { parameters: sent, reference, referenceField, isFreshReference }: PreparedInput,
  submittedAt: number,
  signal: AbortSignal | undefined,
): Promise<string | undefined> {
  const { api, clock } = connection;
  const { list, job } = api;
  if (!list || reference === undefined) return undefined;
  const createdAt = (item: unknown): number => Date.parse(readText(job.times?.created, item) ?? "");
  const isOurs = (item: unknown): boolean =>
    readText(referenceField, item) === reference && (isFreshReference || createdAt(item) >= submittedAt);
  const parameters = Object.fromEntries(list.required?.map((name) => [name, sent[name] ?? ""]) ?? []);
  try {
    await pause(clock, job.poll.minMs, signal);
    const matches: unknown[] = [];
    let pages = 0;
    for await (const items of listPages(connection, list, { parameters, signal })) {
      matches.push(...items.filter(isOurs));
      // Behind a page of older jobs there is none that is newer.
      if (++pages === MOST_PAGES || items.every((item) => createdAt(item) < submittedAt)) break;
    }
    return matches.length === 1 ? readListedId(connection, list, matches[0], parameters) : undefined;
  } catch {
    // The list tells nothing either: the outcome stays unknown.
    return undefined;
  }
}

/** How far a submit is looked for. */
const MOST_PAGES = 10;
