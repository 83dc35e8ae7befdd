import { callApi } from "../http/call-api.js";
import type { Connection } from "../http/connection.js";
import { BadResponseError, ConfigurationError } from "../errors/errors.js";
import { feature } from "../feature.js";
import type { List } from "../job-api.js";
import { fillParameters } from "../job/fill-parameters.js";
import { readJobId } from "../job/job-id.js";
import type { JobSnapshot } from "../job/job-snapshot.js";
import { writeToken } from "../job/job-token.js";
import type { ListClient, ListOptions } from "../jobs-client.js";
import { type JobView, lookAtJob } from "./look-at-job.js";
import type { PageCall } from "./next-page.js";
import { readPlace, readText } from "../job/place.js";
import { readKind, readSnapshot } from "./read-snapshot.js";
import { withRetries } from "../http/retry.js";

/** A list's options, whatever parameters it has. */
export interface ListCall extends ListOptions {
  parameters?: Readonly<Record<string, unknown>> | undefined;
}

/** The jobs that the API lists, in its order. */
export function listJobs(connection: Connection, list: List): ListClient {
  return {
    async list(options: ListCall = {}) {
      const { limit } = options;
      const jobs: JobSnapshot[] = [];
      for await (const page of listSnapshots(connection, list, options)) {
        jobs.push(...page);
        if (jobs.length >= (limit ?? 0)) break;
      }
      return jobs.slice(0, limit);
    },
    async *listAll(options: ListCall = {}) {
      const { most } = list.size ?? {};
      let { limit: left = Infinity } = options;
      for await (const page of listSnapshots(connection, list, { limit: most, ...options })) {
        yield* page.slice(0, left);
        left -= page.length;
        if (left <= 0) return;
      }
    },
  };
}

/** The listed jobs as the API shows them, page by page. */
export async function* listPages(
  connection: Connection,
  list: List,
  { limit, parameters: given = {}, signal }: ListCall,
): AsyncGenerator<readonly unknown[]> {
  const { api } = connection;
  const { size, pages } = list;
  const parameters: Record<string, string> = {};
  if (size && limit !== undefined && limit < Infinity)
    parameters[size.parameter] = String(Math.min(limit, size.most ?? limit));
  for (const [name, value] of Object.entries(given)) {
    const text = readText("", value);
    if (text !== undefined) parameters[name] = text;
  }
  const missing = list.required?.filter((name) => parameters[name] === undefined) ?? [];
  if (missing.length > 0)
    throw new ConfigurationError(`The list of ${api.title} needs ${missing.join(", ")}.`);
  let next: PageCall | undefined = { operation: list, parameters };
  while (next) {
    const call: PageCall = next;
    const answer = await withRetries(connection, { signal }, () =>
      callApi(connection, call.operation, { parameters: call.parameters, signal }),
    );
    const items = readPlace(list.items, answer.body) as unknown[];
    if (!Array.isArray(items)) throw new BadResponseError(`${api.title} answered without a list of jobs.`);
    yield items;
    const lastId = readText(list.jobId ?? api.job.id, items.at(-1));
    next =
      pages && feature(api, "nextPage")(connection, pages, call, { ...answer, size: items.length, lastId });
  }
}

/** A job that is on two pages, as others were added meanwhile, is shown once. */
async function* listSnapshots(
  connection: Connection,
  list: List,
  options: ListCall,
): AsyncGenerator<JobSnapshot[]> {
  const seen = new Set<string>();
  const path = (options.parameters ?? {}) as Readonly<Record<string, string>>;
  for await (const items of listPages(connection, list, options)) {
    const jobs = items
      .map((body) => readListed(connection, list, body, path))
      .filter(({ id }) => !list.pages || seen.size < seen.add(id).size);
    // Where nothing is new, the API does not look at the page that it is asked for.
    if (jobs.length === 0 && list.pages?.by) return;
    yield jobs;
  }
}

function readListed(
  connection: Connection,
  list: List,
  body: unknown,
  path: Readonly<Record<string, string>>,
): JobSnapshot {
  const { api, clock } = connection;
  const id = readListedId(connection, list, body, path);
  if (id === undefined) throw new BadResponseError(`${api.title} listed a job without a usable id.`);
  const kind = readKind(api, body) ?? readText(api.job.kind, body) ?? "unknown";
  const since = Date.parse(readText(api.job.times?.created, body) ?? "") || clock.now();
  const job = { provider: api.provider, kind, id, token: writeToken(api.provider, { kind, id, since }) };
  const view: JobView = { connection, job, graceLooks: 0 };
  // What is elsewhere in a listed job is so for this one reading.
  const { status = api.job.status, jobId } = list;
  const shown = { ...connection, api: { ...api, job: { ...api.job, ...(jobId && { id: jobId }), status } } };
  return readSnapshot(shown, job, { body }, (options) => lookAtJob(view, options));
}

/** The id of a listed job, with what the job is found under. */
export function readListedId(
  { api }: Connection,
  list: List,
  body: unknown,
  path: Readonly<Record<string, string>>,
): string | undefined {
  const under = fillParameters(list.under ?? {}, body, {});
  return under && readJobId(api, list.jobId ?? api.job.id ?? "", { body }, { ...path, ...under });
}
