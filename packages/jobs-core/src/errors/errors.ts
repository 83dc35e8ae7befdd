import { JobsError, type JobsErrorDetails } from "./jobs-error.js";

/** The options, the key, the base URL or the input is wrong; nothing was sent. */
export class ConfigurationError extends JobsError {
  static override readonly code = "configuration";
  static override readonly hint = "Correct what the message names; nothing was sent.";
}

/** Not a token or a job id of this client; nothing was sent. */
export class InvalidTokenError extends JobsError {
  static override readonly code = "invalid_token";
  static override readonly hint = "Pass a token or a job id as this API gave it.";
}

/** The input file is missing, empty, too large, unreadable, or changed while it was sent. */
export class InputFileError extends JobsError {
  static override readonly code = "input_file";
  static override readonly hint = "Check the file and submit again.";
}

/** The target of `saveTo` exists. It was not touched. */
export class FileExistsError extends JobsError {
  static override readonly code = "file_exists";
  static override readonly hint = "Choose another path or allow overwriting.";
}

/** The result cannot be written: no such directory, no permission, disk full. Nothing was left behind. */
export class OutputFileError extends JobsError {
  static override readonly code = "output_file";
  static override readonly hint = "Choose another path or make room, then download again.";
}

/** The caller's signal ended the call. */
export class AbortedError extends JobsError {
  static override readonly code = "aborted";
  static override readonly hint = "Resume the job with its token.";
}

/** 401 or 403: the key is missing, wrong, or not allowed to do this. */
export class AuthenticationError extends JobsError {
  static override readonly code = "authentication";
  static override readonly hint = "Check the API key and what it may do.";
}

/** 402, or a quota that is used up. */
export class InsufficientCreditsError extends JobsError {
  static override readonly code = "insufficient_credits";
  static override readonly hint = "Top up the account or wait for the quota's next period.";
}

/** 429 for longer than the call may take (`retryAt` says until when), or no place for one more job in time. */
export class RateLimitedError extends JobsError {
  static override readonly code = "rate_limited";
  static override readonly hint = "Try again after retryAt.";
}

/** The API, or the storage that it names, refused the request as such (400, 413, 422, …); `providerCode` says why. */
export class RequestRefusedError extends JobsError {
  static override readonly code = "request_refused";
  static override readonly hint = "Correct what the message names.";
}

/** No answer, a broken one, or 5xx, after the retries. */
export class ServiceUnavailableError extends JobsError {
  static override readonly code = "service_unavailable";
  static override readonly hint = "Try again later.";
}

/** An answer that makes no sense: not JSON, too large, without a status, about another job. */
export class BadResponseError extends JobsError {
  static override readonly code = "bad_response";
  static override readonly hint = "Check the base URL and what stands before the API.";
}

/** A redirect or a result URL that leads where no request may go. */
export class UnsafeRedirectError extends JobsError {
  static override readonly code = "unsafe_redirect";
  static override readonly hint = "Check the base URL.";
}

/** A submit whose fate is not known: a job may exist and may be paid for. It was not repeated. */
export class SubmitOutcomeUnknownError extends JobsError {
  static override readonly code = "submit_outcome_unknown";
  static override readonly hint = "Look for the job before submitting again: that may be paid twice.";
  /** Replaying with it makes no second job; undefined where the API has no idempotency. */
  declare readonly idempotencyKey?: string;
  /** What the submit referred to, for example the uploaded file's id. */
  declare readonly inputReference?: string;
  /** Wall clock, milliseconds since the epoch. */
  declare readonly submittedAt: number;

  constructor(message: string, details: JobsErrorDetails & SubmitTrace) {
    super(message, details);
  }
}

/** What is needed to find the job of a submit whose answer was lost. */
export interface SubmitTrace {
  idempotencyKey?: string;
  inputReference?: string;
  submittedAt: number;
}

/** The job ended with failure; `providerCode` and the message are the API's own. */
export class JobFailedError extends JobsError {
  static override readonly code = "job_failed";
  static override readonly hint = "Mend what the message names and submit again.";
}

/** The job was canceled. */
export class JobCanceledError extends JobsError {
  static override readonly code = "job_canceled";
  static override readonly hint = "Submit again if you still want the result.";
}

/** The job's result has expired or was deleted. */
export class JobExpiredError extends JobsError {
  static override readonly code = "job_expired";
  static override readonly hint = "Submit again.";
}

/** The API knows no such job: never made, expired, or somebody else's. */
export class JobNotFoundError extends JobsError {
  static override readonly code = "job_not_found";
  static override readonly hint = "Check the id and the key; a job of another account looks the same.";
}

/** The job has no result yet. */
export class JobNotReadyError extends JobsError {
  static override readonly code = "job_not_ready";
  static override readonly hint = "Wait until the job has succeeded.";
}

/** The deadline of `wait()` passed; the job goes on. */
export class WaitTimeoutError extends JobsError {
  static override readonly code = "wait_timeout";
  static override readonly hint = "The job goes on: resume it with its token.";
}

/** The API refuses to cancel the job in its state. */
export class JobNotCancelableError extends JobsError {
  static override readonly code = "job_not_cancelable";
  static override readonly hint = "Wait for the job to end.";
}

/** The API refuses to delete the job in its state. */
export class JobNotDeletableError extends JobsError {
  static override readonly code = "job_not_deletable";
  static override readonly hint = "Cancel the job or wait for its end.";
}

/** The bytes are not the result: too few, too many, none, a web page, or changed on the way. */
export class IntegrityError extends JobsError {
  static override readonly code = "integrity";
  static override readonly hint = "Download again.";
}
