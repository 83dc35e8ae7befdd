import type { Connection } from "../http/connection.js";
import type { JobKind } from "../job-api.js";
import { writeToken } from "../job/job-token.js";
import { lookAtJob } from "../follow/look-at-job.js";

/**
 * Looks for the job of a submit whose answer was lost, or was that there is one already, by the id that the client chose
 * for it. Undefined where that is not its id, or where no job is found.
 */
export async function findOwnJob(
  connection: Connection,
  { kind, key: id }: { kind: string; key: string | undefined },
  since: number,
  signal: AbortSignal | undefined,
): Promise<string | undefined> {
  const { provider, kinds } = connection.api;
  if (id === undefined || (kinds[kind] as JobKind).submit.jobId !== undefined) return undefined;
  const job = { provider, kind, id, token: writeToken(provider, { kind, id, since }) };
  // Where that tells nothing either, the outcome stays unknown.
  const seen = await lookAtJob({ connection, job, graceLooks: 2 }, { signal }).catch(() => undefined);
  return seen && id;
}
