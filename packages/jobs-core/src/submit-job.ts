import { callApi } from "./call-api.js";
import type { Connection } from "./connection.js";
import type { HandleOrigin } from "./create-job-handle.js";
import {
  AbortedError,
  BadResponseError,
  ConfigurationError,
  InputFileError,
  SubmitOutcomeUnknownError,
  UnsafeRedirectError,
} from "./errors.js";
import type { JobKind, Submit } from "./job-api.js";
import { readJobId } from "./job-id.js";
import type { SubmitOptions } from "./jobs-client.js";
import { JobsError } from "./jobs-error.js";
import { known } from "./place.js";
import { prepareInput } from "./prepare-input.js";
import { reconcile } from "./reconcile.js";
import { requestBody } from "./request-body.js";
import { withRetries } from "./retry.js";

/**
 * Submits at most once. An attempt is repeated only if the API provably took no job from it, or if the API keeps a
 * repeat with the same key from making a second job.
 */
export async function submitJob(
  connection: Connection,
  kindName: string,
  input: object,
  options: SubmitOptions,
): Promise<HandleOrigin> {
  const { api, clock } = connection;
  const { submit } = api.kinds[kindName] as JobKind;
  const { signal } = options;
  const key = idempotencyKey(api.title, submit, input, options);
  const prepared = await prepareInput(connection, kindName, input, options);
  if (submit.idempotency.by === "client-id") prepared.fields[submit.idempotency.field] = key;
  const since = clock.now();
  let doubt: JobsError | undefined;

  async function attempt(): Promise<string> {
    const request = requestBody(connection, submit, prepared, options.onProgress);
    if (submit.idempotency.by === "header" && key !== undefined)
      request.headers[submit.idempotency.header] = key;
    try {
      const { body, headers } = await callApi(connection, submit, { ...request, signal });
      const id = readJobId(submit.jobId, body, headers);
      if (id !== undefined) return id;
      throw new BadResponseError(`${api.title} answered the submit without a usable job id.`);
    } catch (error) {
      if (JobsError.isInstance(error) && !isRefusal(error, submit)) doubt = error;
      throw error;
    }
  }

  const allows = (error: JobsError): boolean => key !== undefined || isRefusal(error, submit);
  try {
    return {
      kind: kindName,
      id: await withRetries(connection, { signal, allows }, attempt),
      since,
      isNew: true,
    };
  } catch (error) {
    if (!doubt) throw error;
  }
  const found =
    doubt instanceof AbortedError ? undefined : await reconcile(connection, prepared, since, signal);
  if (found !== undefined) return { kind: kindName, id: found, since, isNew: true };
  throw new SubmitOutcomeUnknownError(
    `It is not known whether ${api.title} took the ${kindName} job: ${doubt.message} It was not submitted again.`,
    {
      provider: api.provider,
      kind: kindName,
      submittedAt: since,
      ...known({
        idempotencyKey: key,
        inputReference: prepared.reference,
        status: doubt.status,
        requestId: doubt.requestId,
      }),
      ...(key !== undefined && {
        hint: "Submit again with the same idempotencyKey: that makes no second job.",
      }),
      cause: doubt,
    },
  );
}

/** The key of this submit; undefined where the API has none. */
function idempotencyKey(
  title: string,
  { idempotency }: Submit,
  input: object,
  options: SubmitOptions,
): string | undefined {
  if (idempotency.by === "none") {
    if (options.idempotencyKey === undefined) return undefined;
    throw new ConfigurationError(`${title} has no idempotency keys: a repeated submit makes a second job.`);
  }
  const given = idempotency.by === "client-id" && (input as Record<string, unknown>)[idempotency.field];
  return options.idempotencyKey ?? (typeof given === "string" ? given : crypto.randomUUID());
}

/** Whether the API provably made no job: nothing arrived, or it said no. */
function isRefusal(error: JobsError, { notAccepted }: Submit): boolean {
  const { status = 0, undelivered } = error;
  if (undelivered || status === 429 || status === 503 || notAccepted.includes(status)) return true;
  if (status >= 400 && status < 500) return status !== 408;
  return (
    error instanceof InputFileError ||
    error instanceof UnsafeRedirectError ||
    error instanceof ConfigurationError
  );
}
