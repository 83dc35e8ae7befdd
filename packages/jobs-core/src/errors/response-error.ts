import type { Connection } from "../http/connection.js";
import {
  AuthenticationError,
  InsufficientCreditsError,
  JobExpiredError,
  JobNotFoundError,
  RateLimitedError,
  RequestRefusedError,
  ServiceUnavailableError,
} from "./errors.js";
import type { JobApi, Place } from "../job-api.js";
import type { JobsError } from "./jobs-error.js";
import { known, readNumber, readText } from "../job/place.js";
import { readJson } from "../http/read-json.js";
import { readRetryAfter } from "../http/retry-after.js";

/** What a status, or a code in the body, means to one call; undefined where it means what it always does. */
export type Meaning = (status: number, code: string | undefined) => typeof JobsError | undefined;

/** The JobsError for an answer that is not 2xx; reads its body. */
export async function responseError(
  connection: Connection,
  response: Response,
  meaning: Meaning = () => undefined,
): Promise<JobsError> {
  const { api, clock, attachKey, conceal } = connection;
  const { problem, provider, title } = api;
  const { status, headers } = response;
  const body = await readJson(response, title).catch(() => undefined);
  const first = (places: readonly Place[]): string | undefined => {
    const text = places.map((place) => readText(place, body, { headers })).find((each) => each !== undefined);
    return text && conceal(text);
  };
  const now = clock.now();
  const seconds = readNumber("", first(problem.retryAfter ?? []));
  const retryAt = readRetryAfter(headers, now) ?? (seconds === undefined ? seconds : now + seconds * 1000);
  const providerCode = first(problem.code);
  const Failure = meaning(status, providerCode) ?? usualMeaning(status, providerCode);
  const words = first(problem.message)
    ?.replace(/[\p{Cc}\p{Cf}\s]+/gu, " ")
    .slice(0, 500);
  const reason = [providerCode, words].filter(Boolean).join(": ");
  const wait = retryAt === undefined ? "" : ` It asks to wait ${Math.ceil((retryAt - now) / 1000)} s.`;
  return new Failure(`${title} answered ${status}${reason && ` (${reason})`}.${wait}`, {
    provider,
    status,
    retryable: Failure === RateLimitedError || Failure === ServiceUnavailableError,
    ...known({ providerCode, retryAt, requestId: first(problem.requestId) }),
    ...(Failure === AuthenticationError && !attachKey && { hint: "No API key was given: pass apiKey." }),
  });
}

/** To a call about one job. */
export function jobMeaning({ job: { gone } }: JobApi): Meaning {
  return (status) => {
    if (status === 410) return JobExpiredError;
    return gone.statuses.includes(status) ? JobNotFoundError : undefined;
  };
}

function usualMeaning(status: number, code: string = ""): typeof JobsError {
  if (status === 402 || /quota|credit/i.test(code)) return InsufficientCreditsError;
  if (status === 401 || status === 403) return AuthenticationError;
  if (status === 429) return RateLimitedError;
  return status === 408 || status >= 500 ? ServiceUnavailableError : RequestRefusedError;
}
