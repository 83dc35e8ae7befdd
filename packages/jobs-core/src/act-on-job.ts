import { callApi } from "./call-api.js";
import { BadResponseError, JobNotCancelableError, JobNotDeletableError, JobNotFoundError } from "./errors.js";
import type { JobAction, Operation } from "./job-api.js";
import { jobPath } from "./job-id.js";
import { identify } from "./identify.js";
import { JobsError } from "./jobs-error.js";
import { isOwn } from "./exchange.js";
import { type JobView, lookAtJob, refreshJob } from "./look-at-job.js";
import { known, readText } from "./place.js";
import { withRetries } from "./retry.js";

/** Cancels or deletes a job. Both are safe to repeat; a refusal is explained by the state that the job is in. */
export async function actOnJob(
  view: JobView,
  name: "cancel" | "delete",
  signal: AbortSignal | undefined,
): Promise<void> {
  const { connection, job } = view;
  const action = connection.api[name];
  if (!action) return;
  const { body } = action;
  const call = {
    parameters: action.url === undefined ? jobPath(connection.api, action, job.id) : {},
    purpose: name,
    signal,
    ignoreBody: true,
    ...(body !== undefined && {
      body: JSON.stringify(body),
      headers: { "content-type": "application/json" },
    }),
  };
  const operation = action.url === undefined ? action : await operationAt(view, action, action.url, signal);
  let repeated = false;
  try {
    await withRetries(connection, { signal }, () =>
      callApi(connection, operation, call).catch((error: unknown) => {
        repeated ||= JobsError.isInstance(error) && error.retryable;
        throw error;
      }),
    );
  } catch (error) {
    // The answer to the first attempt was lost, and the second finds that it was obeyed.
    if (name === "delete" && repeated && JobNotFoundError.isInstance(error)) return;
    const Refused = name === "cancel" ? JobNotCancelableError : JobNotDeletableError;
    if (!Refused.isInstance(error)) throw identify(error, job);
    const { status, providerCode, requestId } = error;
    const { state } = await refreshJob(view, { signal });
    if (name === "cancel" && state === "canceled") return;
    const { title } = connection.api;
    const hint = `${title} can ${name} a job that is ${action.from.join(" or ")}.`;
    const details = { hint, state, ...known({ status, providerCode, requestId }) };
    throw identify(new Refused(`${title} does not ${name} ${job.id}: it is ${state}.`, details), job);
  }
}

/** The operation at the URL that the job holds; the key goes to the API's own servers only. */
async function operationAt(
  view: JobView,
  action: JobAction,
  place: string,
  signal: AbortSignal | undefined,
): Promise<Operation> {
  const { connection, job } = view;
  const { body } = view.answer ?? (await lookAtJob(view, { signal })).answer;
  const text = readText(place, body) ?? "";
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
