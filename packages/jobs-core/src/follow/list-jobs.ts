import { callApi } from "../http/call-api.js";
import type { Connection } from "../http/connection.js";
import { BadResponseError } from "../errors/errors.js";
import type { List } from "../job-api.js";
import { readJobId } from "../job/job-id.js";
import type { JobSnapshot } from "../job/job-snapshot.js";
import { writeToken } from "../job/job-token.js";
import { type JobView, lookAtJob } from "./look-at-job.js";
import { readPlace, readText } from "../job/place.js";
import { readKind, readSnapshot } from "./read-snapshot.js";
import { withRetries } from "../http/retry.js";

/** The jobs that the API lists, in its order. */
export async function listJobs(
  connection: Connection,
  list: List,
  signal: AbortSignal | undefined,
): Promise<JobSnapshot[]> {
  const items = await listRaw(connection, list, signal);
  return items.map((body) => readListed(connection, body));
}

/** The listed jobs as the API shows them. */
export async function listRaw(
  connection: Connection,
  list: List,
  signal: AbortSignal | undefined,
): Promise<readonly unknown[]> {
  const { body } = await withRetries(connection, { signal }, () => callApi(connection, list, { signal }));
  const items = readPlace(list.items, body);
  if (Array.isArray(items)) return items as unknown[];
  throw new BadResponseError(`${connection.api.title} answered without a list of jobs.`);
}

function readListed(connection: Connection, body: unknown): JobSnapshot {
  const { api, clock } = connection;
  const id = readJobId(api, api.job.id ?? "", { body });
  if (id === undefined) throw new BadResponseError(`${api.title} listed a job without a usable id.`);
  const kind = readKind(api, body) ?? readText(api.job.kind, body) ?? "unknown";
  const since = Date.parse(readText(api.job.times?.created, body) ?? "") || clock.now();
  const job = { provider: api.provider, kind, id, token: writeToken(api.provider, { kind, id, since }) };
  const view: JobView = { connection, job, graceLooks: 0 };
  return readSnapshot(connection, job, { body }, (options) => lookAtJob(view, options));
}
