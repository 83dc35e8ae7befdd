import { EXIT } from "./exit-codes.js";

/** The exit code of each error class of jobs-core, by its stable code. */
export const exitOfCode: Readonly<Record<string, number>> = {
  configuration: EXIT.usage,
  invalid_token: EXIT.usage,
  request_refused: EXIT.usage,
  job_not_cancelable: EXIT.usage,
  job_not_deletable: EXIT.usage,
  job_failed: EXIT.jobFailed,
  job_canceled: EXIT.jobFailed,
  authentication: EXIT.key,
  insufficient_credits: EXIT.credits,
  rate_limited: EXIT.rateLimit,
  service_unavailable: EXIT.service,
  bad_response: EXIT.service,
  unsafe_redirect: EXIT.service,
  wait_timeout: EXIT.deadline,
  job_not_ready: EXIT.deadline,
  job_expired: EXIT.gone,
  job_not_found: EXIT.gone,
  input_file: EXIT.localFile,
  file_exists: EXIT.localFile,
  output_file: EXIT.localFile,
  integrity: EXIT.integrity,
  submit_outcome_unknown: EXIT.unknownOutcome,
  aborted: EXIT.interrupted,
};
