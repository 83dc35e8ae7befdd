import { JobExpiredError, JobNotReadyError } from "./errors.js";
import type { JobApi } from "../job-api.js";
import { jobMeaning, type Meaning } from "./response-error.js";

/** To a call for a job's result. */
export function resultMeaning(api: JobApi): Meaning {
  const missing = jobMeaning(api);
  return (status, code) => {
    if (status === 404) return JobExpiredError;
    return status === 409 ? JobNotReadyError : missing(status, code);
  };
}
