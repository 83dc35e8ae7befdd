import type { Api } from "../../http/api.js";
import { ApiError, retryAfterHeader, type RequestFault } from "../../http/api-error.js";

/** A refusal in AnchorGrid's form. The codes are documented, the body is not. */
export function anchorgridError(status: number, code: string, message: string): ApiError {
  return new ApiError({ status, code, message });
}

export function invalid(message: string): ApiError {
  return anchorgridError(422, "VALIDATION_ERROR", message);
}

/** The same for unknown, foreign and expired jobs, so that ids cannot be tried out. */
export function jobNotFound(): ApiError {
  return anchorgridError(404, "JOB_NOT_FOUND", "There is no such job.");
}

export function documentNotFound(): ApiError {
  return anchorgridError(404, "DOCUMENT_NOT_FOUND", "There is no such document.");
}

const faults: Readonly<Record<RequestFault, [status: number, code: string]>> = {
  unauthorized: [401, "UNAUTHORIZED"],
  forbidden: [403, "FORBIDDEN"],
  "unknown-route": [404, "NOT_FOUND"],
  "unknown-resource": [404, "NOT_FOUND"],
  invalid: [422, "VALIDATION_ERROR"],
  malformed: [422, "VALIDATION_ERROR"],
  "media-type": [422, "VALIDATION_ERROR"],
  "too-large": [413, "FILE_TOO_LARGE"],
  expired: [404, "NOT_FOUND"],
  modified: [412, "PRECONDITION_FAILED"],
  range: [416, "RANGE_NOT_SATISFIABLE"],
  "rate-limited": [429, "RATE_LIMITED"],
  unavailable: [503, "SERVICE_UNAVAILABLE"],
  "disk-full": [507, "INSUFFICIENT_STORAGE"],
  "fault-header": [400, "INVALID_FAULT"],
  internal: [500, "INTERNAL_ERROR"],
};

export const anchorgridErrorForm: Pick<Api, "foreignKeyFault" | "fault" | "renderError"> = {
  // 403 is not documented.
  foreignKeyFault: "unauthorized",
  fault(fault, message, retryAfterSeconds) {
    const [status, code] = faults[fault];
    const fields = retryAfterSeconds === undefined ? {} : { retry_after_seconds: retryAfterSeconds };
    return new ApiError({ status, code, message, fields, headers: retryAfterHeader(retryAfterSeconds) });
  },
  renderError: ({ code, message, fields }) => ({
    contentType: "application/json; charset=utf-8",
    body: { detail: { code, message }, ...fields },
  }),
};
