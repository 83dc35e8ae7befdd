import { BadResponseError } from "../errors/errors.js";
import { isOwn } from "../http/connection.js";
import { identify } from "../errors/identify.js";
import type { JobAction, Operation } from "../job-api.js";
import { type JobView, refreshJob } from "./look-at-job.js";
import { readText } from "../job/place.js";

/** The operation at the URL that the job holds; the key goes to the API's own servers only. */
export async function actionAtUrl(
  view: JobView,
  action: JobAction,
  place: string,
  signal: AbortSignal | undefined,
): Promise<Operation> {
  const { connection, job } = view;
  const { raw } = view.latest ?? (await refreshJob(view, { signal }));
  const text = readText(place, raw) ?? "";
  const url = text && URL.canParse(text, connection.base.href) ? new URL(text, connection.base) : undefined;
  if (!url || !isOwn(connection, url)) {
    throw identify(
      new BadResponseError(`${connection.api.title} gives no URL of its own for ${action.id}.`),
      job,
    );
  }
  return {
    id: action.id,
    method: action.method,
    path: url.pathname,
    query: Object.fromEntries(url.searchParams),
    server: url.origin,
  };
}
