import { callApi } from "../http/call-api.js";
import { JobNotCancelableError, JobNotDeletableError, JobNotFoundError } from "../errors/errors.js";
import { feature } from "../feature.js";
import { jobCall } from "../job/job-id.js";
import { identify } from "../errors/identify.js";
import { JobsError } from "../errors/jobs-error.js";
import { type JobView, refreshJob } from "./look-at-job.js";
import { known } from "../job/place.js";
import { jobMeaning } from "../errors/response-error.js";
import { withRetries } from "../http/retry.js";

/** Cancels or deletes a job. Both are safe to repeat; a refusal is explained by the state that the job is in. */
export async function actOnJob(
  view: JobView,
  name: "cancel" | "delete",
  signal: AbortSignal | undefined,
): Promise<void> {
  const { connection, job } = view;
  const action = connection.api[name];
  if (!action) return;
  const { refused } = action;
  const Refused = name === "cancel" ? JobNotCancelableError : JobNotDeletableError;
  const missing = jobMeaning(connection.api);
  const { parameters, ...rest } = jobCall(connection.api, action, job.id);
  const call = {
    ...rest,
    parameters: action.url === undefined ? parameters : {},
    meaning: (status: number, code?: string) =>
      refused?.status === status && (refused.code ?? code) === code ? Refused : missing(status, code),
    signal,
    ignoreBody: true,
  };
  const operation =
    action.url === undefined
      ? action
      : await feature(connection.api, "actionAtUrl")(view, action, action.url, signal);
  // Who waits for its place need not wait for the next look.
  const leave = (): void => connection.places?.free(job.id);
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
    if (name === "delete" && repeated && JobNotFoundError.isInstance(error)) return leave();
    if (!Refused.isInstance(error)) throw identify(error, job);
    const { status, providerCode, requestId } = error;
    const { state } = await refreshJob(view, { signal });
    if (name === "cancel" && state === "canceled") return;
    const { title } = connection.api;
    const hint = `${title} can ${name} a job that is ${action.from.join(" or ")}.`;
    const details = { hint, state, ...known({ status, providerCode, requestId }) };
    throw identify(new Refused(`${title} does not ${name} ${job.id}: it is ${state}.`, details), job);
  }
  leave();
}
