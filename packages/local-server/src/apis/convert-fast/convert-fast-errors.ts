import type { Api } from "../../http/api.js";
import { ApiError, retryAfterHeader, type RequestFault } from "../../http/api-error.js";

/** A refusal in convert.fast's form: `{ error, detail }` and, for some codes, further fields. */
export function convertFastError(
  status: number,
  code: string,
  detail: string | null,
  fields: Record<string, unknown> = {},
  headers: Record<string, string> = {},
): ApiError {
  return new ApiError({ status, code, message: detail, fields: { ...fields, detail }, headers });
}

/** A URL that cannot be taken as input; `isRetryable` says whether asking again may help. */
export function urlError(code: string, detail: string, isRetryable = false): ApiError {
  return convertFastError(400, `url_fetch.${code}`, detail, { isRetryable });
}

const faults: Readonly<Record<RequestFault, [status: number, code: string]>> = {
  unauthorized: [401, "api_key.invalid_or_ip_not_allowed"],
  forbidden: [403, "request.forbidden"],
  "unknown-route": [404, "request.not_found"],
  "unknown-resource": [404, "jobs.not_found"],
  invalid: [400, "request.invalid_parameter"],
  malformed: [400, "request.invalid_parameter"],
  "media-type": [400, "request.invalid_content_type"],
  "too-large": [413, "request.file_too_large"],
  expired: [410, "jobs.expired"],
  modified: [412, "request.precondition_failed"],
  range: [416, "request.range_not_satisfiable"],
  "rate-limited": [429, "rate_limited"],
  unavailable: [503, "service_unavailable"],
  "disk-full": [507, "insufficient_storage"],
  "fault-header": [400, "request.invalid_parameter"],
  internal: [500, "internal_error"],
};

export const convertFastErrorForm: Pick<Api, "foreignKeyFault" | "fault" | "renderError"> = {
  // Documented so: a key that is not allowed is told the same as one that is unknown.
  foreignKeyFault: "unauthorized",
  fault(fault, message, retryAfterSeconds) {
    const [status, code] = faults[fault];
    return convertFastError(status, code, message, {}, retryAfterHeader(retryAfterSeconds));
  },
  renderError: ({ code, fields }) => {
    const { detail = null, ...others } = fields;
    return { contentType: "application/json; charset=utf-8", body: { error: code, detail, ...others } };
  },
};
