import { type Answer, callApi } from "../http/call-api.js";
import type { Connection } from "../http/connection.js";
import { BadResponseError } from "../errors/errors.js";
import { feature } from "../feature.js";
import { fillParameters } from "../job/fill-parameters.js";
import { jobPath } from "../job/job-id.js";
import type { JobSnapshot } from "../job/job-snapshot.js";
import type { PageCall } from "../follow/next-page.js";
import { readPlace } from "../job/place.js";
import { resultMeaning } from "../errors/result-meaning.js";
import { withRetries } from "../http/retry.js";

/** A succeeded job with its result, which stands in the answer of an operation of its own. */
export async function readData(
  connection: Connection,
  snapshot: JobSnapshot,
  answer: Answer,
  signal: AbortSignal | undefined,
): Promise<JobSnapshot> {
  const { api } = connection;
  const place = api.kinds[snapshot.kind]?.result;
  if (place?.type !== "inline" || !place.from) return snapshot;
  const { from } = place;
  const around = { ...answer, path: jobPath(api, api.job.get, snapshot.id) };
  const parameters = fillParameters(from.parameters, answer.body, around);
  if (!parameters)
    throw new BadResponseError(`${api.title} does not say where the result of ${snapshot.id} is.`);
  const items: unknown[] = [];
  let next: PageCall | undefined = { operation: from, parameters };
  while (next) {
    const call: PageCall = next;
    const page = await withRetries(connection, { signal }, () =>
      callApi(connection, call.operation, {
        parameters: call.parameters,
        meaning: resultMeaning(api),
        signal,
      }),
    );
    const value = readPlace(place.at, page.body);
    if (!from.pages) return { ...snapshot, result: value } as JobSnapshot;
    const more = Array.isArray(value) ? (value as unknown[]) : [];
    for (const item of more) items.push(item);
    next = feature(api, "nextPage")(connection, from.pages, call, { ...page, size: more.length });
  }
  return { ...snapshot, result: items } as JobSnapshot;
}
