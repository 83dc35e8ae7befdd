import {
  AuthenticationError,
  InsufficientCreditsError,
  JobExpiredError,
  JobNotFoundError,
  RateLimitedError,
  RequestRefusedError,
  ServiceUnavailableError,
  type JobsError,
  type JobsErrorDetails,
} from "@docjobs/jobs-core";
import { valueAt } from "../fields/json-pointer.js";
import type { ProviderEntry } from "../provider-entry.js";

/** The error that an HTTP error answer stands for. Reads the body for the API's own code and message. */
export async function refusalOf(response: Response, provider: ProviderEntry): Promise<JobsError> {
  const text = await response.text().catch(() => "");
  const body = parse(text);
  const { code, message, requestId } = provider.api.problem;
  const first = (places: readonly string[]) => {
    for (const place of places) {
      const header = /^\$response\.header\.(.+)$/u.exec(place)?.[1];
      const value = header === undefined ? valueAt(body, place) : response.headers.get(header);
      if (typeof value === "string" && value !== "") return value;
    }
    return undefined;
  };
  const providerCode = first(code);
  const request = first(requestId);
  const details: JobsErrorDetails = {
    status: response.status,
    provider: provider.id,
    retryable: response.status === 429 || response.status >= 500,
    ...(providerCode !== undefined && { providerCode }),
    ...(request !== undefined && { requestId: request }),
  };
  const said = [providerCode, first(message)].filter((text) => text !== undefined).join(": ");
  const isQuota = /quota|credit/iu.test(providerCode ?? "");
  return errorFor(
    isQuota ? 402 : response.status,
    `${provider.id} answered ${response.status}${said ? `: ${said}` : "."}`,
    details,
  );
}

function errorFor(status: number, message: string, details: JobsErrorDetails): JobsError {
  const hint = (text: string) => ({ ...details, hint: text });
  if (status === 401 || status === 403) return new AuthenticationError(message, details);
  if (status === 402) return new InsufficientCreditsError(message, hint("Add credits at the provider."));
  if (status === 404)
    return new JobNotFoundError(message, hint("Check the id: it is unknown, expired, or somebody else's."));
  if (status === 410) return new JobExpiredError(message, hint("It is gone; submit the document again."));
  if (status === 429)
    return new RateLimitedError(message, hint("Wait until the limit is over, then try again."));
  if (status === 408 || status >= 500) return new ServiceUnavailableError(message, hint("Try again later."));
  return new RequestRefusedError(message, hint("Mend what the API names, then try again."));
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
