import { asPointer, withField } from "./body-field.js";
import { type Answer, callApi } from "./call-api.js";
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
import { feature } from "./feature.js";
import type { JobKind, Submit } from "./job-api.js";
import { isJobId, readJobId } from "./job-id.js";
import { writeToken } from "./job-token.js";
import { identify } from "./identify.js";
import type { SubmitOptions } from "./submit-options.js";
import { JobsError } from "./jobs-error.js";
import { known, readText } from "./place.js";
import { type PreparedInput, prepareInput } from "./prepare-input.js";
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
  if (submit.idempotency.by === "client-id" && key !== undefined) {
    const { field } = submit.idempotency;
    if (submit.parameters?.[field] !== undefined) prepared.parameters[field] = key;
    else prepared.fields = withField(prepared.fields, field, key);
  }
  await options.beforeSubmit?.(known({ idempotencyKey: key, inputReference: prepared.reference }));
  const since = clock.now();
  let doubt: JobsError | undefined;
  let answer: Answer | undefined;

  async function attempt(): Promise<string> {
    const request = requestBody(connection, submit, prepared, options.onProgress);
    if (submit.idempotency.by === "header" && key !== undefined)
      request.headers[submit.idempotency.header] = key;
    try {
      const { parameters } = prepared;
      const mayBeEmpty = submit.jobId === undefined || submit.jobId.startsWith("$");
      answer = await callApi(connection, submit, {
        ...request,
        parameters,
        signal,
        mayBeEmpty,
      });
      const id = submit.jobId === undefined ? key : readJobId(api, submit.jobId, answer, parameters);
      if (isJobId(id)) return id;
      throw new BadResponseError(`${api.title} answered the submit without a usable job id.`);
    } catch (error) {
      if (JobsError.isInstance(error) && !isRefusal(error, submit)) doubt = error;
      throw error;
    }
  }

  const allows = (error: JobsError): boolean => key !== undefined || isRefusal(error, submit);
  try {
    const id = await withRetries(connection, { signal, allows }, attempt);
    doubt = undefined;
    const origin = { kind: kindName, id, since, isNew: true };
    if (prepared.follower && answer)
      await sendFollower(connection, origin, answer, prepared.follower, options);
    return origin;
  } catch (error) {
    if (!doubt) throw error;
  }
  const found =
    doubt instanceof AbortedError || !api.features.reconcile
      ? undefined
      : await api.features.reconcile(connection, prepared, since, signal);
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

/** Sends the file of a job that is there already; an error knows the job. */
async function sendFollower(
  connection: Connection,
  { kind, id, since }: HandleOrigin,
  answer: Answer,
  { file, upload }: NonNullable<PreparedInput["follower"]>,
  options: SubmitOptions,
): Promise<void> {
  const { api } = connection;
  const { provider } = api;
  await feature(api, "uploadRest")(connection, upload, file, answer, options).catch((error: unknown) => {
    throw identify(error, { provider, kind, id, token: writeToken(provider, { kind, id, since }) });
  });
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
  const given = idempotency.by === "client-id" ? readText(asPointer(idempotency.field), input) : undefined;
  return options.idempotencyKey ?? given ?? crypto.randomUUID();
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
