import { STATUS_CODES } from "node:http";
import { ApiError, retryAfterHeader, type RequestFault } from "../../http/api-error.js";
import type { Api } from "../../http/api.js";

/** A refusal in LDX hub's form. Its gateway documents no body; this is the gateway software's own (RFC 9457). */
export function ldxhubError(status: number, code: string, message: string): ApiError {
  return new ApiError({ status, code, message });
}

export function fileNotFound(): ApiError {
  return ldxhubError(404, "file_not_found", "The file is unknown or has expired. Upload it again.");
}

export function fileTooLarge(): ApiError {
  return ldxhubError(413, "too_large", "A file may have 200 MB at most.");
}

const faults: Readonly<Record<RequestFault, [status: number, code: string]>> = {
  unauthorized: [401, "unauthorized"],
  forbidden: [403, "forbidden"],
  "unknown-route": [404, "not_found"],
  "unknown-resource": [404, "not_found"],
  invalid: [400, "invalid_request"],
  malformed: [400, "invalid_request"],
  "media-type": [400, "invalid_content_type"],
  "too-large": [413, "too_large"],
  expired: [404, "not_found"],
  modified: [412, "precondition_failed"],
  range: [416, "range_not_satisfiable"],
  "rate-limited": [429, "rate_limited"],
  unavailable: [503, "service_unavailable"],
  "disk-full": [507, "insufficient_storage"],
  "fault-header": [400, "invalid_fault"],
  internal: [500, "internal_error"],
};

export const ldxhubErrorForm: Pick<Api, "foreignKeyFault" | "fault" | "renderError"> = {
  // That 403 means this is an assumption: it is documented by status alone.
  foreignKeyFault: "forbidden",
  fault(fault, message, retryAfterSeconds) {
    const [status, code] = faults[fault];
    return new ApiError({ status, code, message, headers: retryAfterHeader(retryAfterSeconds) });
  },
  renderError: (error, requestId) => ({
    contentType: "application/problem+json; charset=utf-8",
    body: {
      type: "about:blank",
      title: STATUS_CODES[error.status] ?? "Error",
      status: error.status,
      detail: error.message,
      ...(error.code === undefined ? {} : { code: error.code }),
      trace: { requestId },
    },
  }),
};
