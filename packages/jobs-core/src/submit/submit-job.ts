import { type Answer, callApi } from "../http/call-api.js";
import type { Connection } from "../http/connection.js";
import {
  AbortedError,
  BadResponseError,
  ConfigurationError,
  InputFileError,
  SubmitOutcomeUnknownError,
  UnsafeRedirectError,
} from "../errors/errors.js";
import { feature } from "../feature.js";
import type { SentBody } from "../upload/file-body.js";
import { identify } from "../errors/identify.js";
import type { JobKind, Submit } from "../job-api.js";
import { isJobId, readJobId } from "../job/job-id.js";
import { writeToken } from "../job/job-token.js";
import { JobsError } from "../errors/jobs-error.js";
import { known } from "../job/place.js";
import { type PreparedInput, prepareInput } from "./prepare-input.js";
import { withRetries } from "../http/retry.js";
import type { SubmitOptions } from "./submit-options.js";

/** A job that has just been made. */
export interface NewJob {
  kind: string;
  id: string;
  /** When it was submitted: wall clock, milliseconds since the epoch. */
  since: number;
  /** The API may not find it yet. */
  isNew: true;
}

/**
 * Submits at most once. An attempt is repeated only if the API provably took no job from it, or if the API keeps a
 * repeat with the same key from making a second job.
 */
export async function submitJob(
  connection: Connection,
  kind: string,
  input: object,
  options: SubmitOptions,
): Promise<NewJob> {
  const { api, clock } = connection;
  const { provider, title } = api;
  const { submit } = api.kinds[kind] as JobKind;
  const { signal, idempotencyKey: givenKey } = options;
  const hasKeys = submit.idempotency.by !== "none";
  if (givenKey !== undefined && !hasKeys)
    throw new ConfigurationError(`${title} has no idempotency keys: a repeated submit makes a second job.`);
  const prepared = await prepareInput(connection, kind, input, options);
  const key = hasKeys ? feature(api, "placeKey")(submit, prepared, givenKey) : undefined;
  const { parameters, reference: inputReference } = prepared;
  const trace = known({ idempotencyKey: key, inputReference });
  await options.beforeSubmit?.(trace);
  const since = clock.now();
  let doubt: JobsError | undefined;
  let answer: Answer | undefined;

  async function attempt(): Promise<string> {
    const request = bodyOf(connection, submit, prepared, options);
    const mayBeEmpty = submit.jobId === undefined || submit.jobId.startsWith("$");
    try {
      answer = await callApi(connection, submit, { ...request, parameters, signal, mayBeEmpty });
      const id = submit.jobId === undefined ? key : readJobId(api, submit.jobId, answer, parameters);
      if (isJobId(id)) return id;
      throw new BadResponseError(`${title} answered the submit without a usable job id.`);
    } catch (error) {
      if (JobsError.isInstance(error) && !isRefusal(error, submit)) doubt = error;
      throw error;
    }
  }

  const allows = (error: JobsError): boolean => hasKeys || isRefusal(error, submit);
  let id: string | undefined;
  try {
    id = await withRetries(connection, { signal, allows }, attempt);
  } catch (error) {
    // A repeat of an earlier submit may be refused because that made the job.
    if (!doubt && (givenKey === undefined || (error as JobsError).status !== 409)) throw error;
    if (!(doubt instanceof AbortedError))
      id =
        (await api.features.findOwnJob?.(connection, { kind, key }, since, signal)) ??
        (await api.features.reconcile?.(connection, prepared, since, signal));
    if (id === undefined) {
      if (!doubt) throw error;
      throw new SubmitOutcomeUnknownError(
        `It is not known whether ${title} took the ${kind} job: ${doubt.message} It was not submitted again.`,
        {
          ...trace,
          ...known({ status: doubt.status, requestId: doubt.requestId }),
          ...(hasKeys && { hint: "Submit again with the same idempotencyKey: that makes no second job." }),
          provider,
          kind,
          submittedAt: since,
          cause: doubt,
        },
      );
    }
  }
  const job = { kind, id, since };
  if (answer)
    await prepared.afterSubmit?.(answer).catch((error: unknown) => {
      throw identify(error, { provider, kind, id, token: writeToken(provider, job) });
    });
  return { ...job, isNew: true };
}

/** The submit's body as the API takes it. */
function bodyOf(
  connection: Connection,
  submit: Submit,
  prepared: PreparedInput,
  { onProgress }: SubmitOptions,
): SentBody {
  const { api } = connection;
  const { content } = submit;
  const { fields, headers, files } = prepared;
  if (content === "none") return { headers };
  if (content === "application/json")
    return { body: JSON.stringify(fields), headers: { ...headers, "content-type": content } };
  if (content === "file") return feature(api, "fileBody")(connection, { files, headers, onProgress });
  return feature(api, "submitForm")(connection, submit, prepared, onProgress);
}

/**
 * Whether the API provably made no job: nothing arrived, or it said no. A 503 says so where it is documented, or where it
 * tells when to come again; any other may be a gateway's, behind which the job was made.
 */
function isRefusal(error: JobsError, { notAccepted, idempotency }: Submit): boolean {
  const { status = 0, undelivered, retryAt } = error;
  return (
    undelivered ||
    (status >= 400 && status < 500 && status !== 408) ||
    (status === 503 && retryAt !== undefined) ||
    notAccepted.includes(status) ||
    error instanceof InputFileError ||
    // Some APIs answer with a redirect to the job that they made.
    (error instanceof UnsafeRedirectError && idempotency.by !== "none")
  );
}
