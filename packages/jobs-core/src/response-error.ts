import type { Connection } from "./connection.js";
import {
  AuthenticationError,
  InsufficientCreditsError,
  JobExpiredError,
  JobNotCancelableError,
  JobNotDeletableError,
  JobNotFoundError,
  JobNotReadyError,
  RateLimitedError,
  RequestRefusedError,
  ServiceUnavailableError,
} from "./errors.js";
import type { JobApi, Place } from "./job-api.js";
import type { JobsError } from "./jobs-error.js";
import { known, readText } from "./place.js";
import { readJson } from "./read-json.js";
import { readRetryAfter } from "./retry-after.js";

/** What a request was for: the same status means different things. */
export type Purpose = "get" | "cancel" | "delete" | "download" | "stored-file" | "other";

/** The JobsError for an answer that is not 2xx; reads its body. */
export async function responseError(
  connection: Connection,
  response: Response,
  purpose: Purpose,
): Promise<JobsError> {
  const { api, clock, attachKey } = connection;
  const { status, headers } = response;
  const body = await readJson(response, api.title).catch(() => undefined);
  const first = (places: readonly Place[]): string | undefined =>
    places.map((place) => readText(place, body, { headers })).find((text) => text !== undefined);
  const providerCode = first(api.problem.code);
  const waitSeconds = Number(first(api.problem.retryAfter ?? []) ?? NaN);
  const retryAt =
    readRetryAfter(headers, clock.now()) ??
    (waitSeconds >= 0 && waitSeconds < Infinity ? clock.now() + waitSeconds * 1000 : undefined);
  const Failure = classFor(api, purpose, status, providerCode);
  const waitText =
    retryAt === undefined ? "" : ` It asks to wait ${Math.ceil((retryAt - clock.now()) / 1000)} s.`;
  const reason = [providerCode, printable(first(api.problem.message))].filter(Boolean).join(": ");
  return new Failure(`${api.title} answered ${status}${reason && ` (${reason})`}.${waitText}`, {
    provider: api.provider,
    status,
    retryable: Failure === RateLimitedError || Failure === ServiceUnavailableError,
    ...known({ providerCode, retryAt, requestId: first(api.problem.requestId) }),
    ...(Failure === AuthenticationError && !attachKey && { hint: "No API key was given: pass apiKey." }),
  });
}

function classFor(api: JobApi, purpose: Purpose, status: number, code: string | undefined): typeof JobsError {
  if (purpose === "stored-file" && status < 500 && status !== 408 && status !== 429) return JobExpiredError;
  if (purpose === "download" && (status === 404 || status === 410)) return JobExpiredError;
  if (purpose === "download" && status === 409) return JobNotReadyError;
  if (purpose === "cancel" || purpose === "delete") {
    const { refused } = api[purpose] ?? {};
    if (refused?.status === status && (refused.code ?? code) === code) {
      return purpose === "cancel" ? JobNotCancelableError : JobNotDeletableError;
    }
  }
  if (purpose !== "other" && status === 410) return JobExpiredError;
  if (purpose !== "other" && api.job.gone.statuses.includes(status)) return JobNotFoundError;
  if (status === 402 || /quota|credit/i.test(code ?? "")) return InsufficientCreditsError;
  if (status === 401 || status === 403) return AuthenticationError;
  if (status === 429) return RateLimitedError;
  return status === 408 || status >= 500 ? ServiceUnavailableError : RequestRefusedError;
}

/** A server's text fit for a message: no control or direction characters, not too long. */
function printable(text: string | undefined): string | undefined {
  return text?.replace(/[\p{Cc}\p{Cf}\s]+/gu, " ").slice(0, 500);
}
