import type { Connection } from "../http/connection.js";
import { listRaw } from "../follow/list-jobs.js";
import { readJobId } from "../job/job-id.js";
import { readText } from "../job/place.js";
import type { PreparedInput } from "./prepare-input.js";
import { pause } from "../http/timer.js";

/**
 * Looks in the API's list for the job of a submit whose answer was lost: the only one that refers to the same input,
 * and that cannot be older than the submit. Undefined where that is not certain.
 */
export async function reconcile(
  connection: Connection,
  { reference, referenceField, isFreshReference }: PreparedInput,
  submittedAt: number,
  signal: AbortSignal | undefined,
): Promise<string | undefined> {
  const { api, clock } = connection;
  if (!api.list || api.job.id === undefined || reference === undefined) return undefined;
  const isOurs = (item: unknown): boolean =>
    readText(referenceField, item) === reference &&
    (isFreshReference || Date.parse(readText(api.job.times?.created, item) ?? "") >= submittedAt);
  try {
    await pause(clock, api.job.poll.minMs, signal);
    const matches = (await listRaw(connection, api.list, signal)).filter(isOurs);
    return matches.length === 1 ? readJobId(api, api.job.id, { body: matches[0] }) : undefined;
  } catch {
    // The list tells nothing either: the outcome stays unknown.
    return undefined;
  }
}
