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

/** To a call for a file in storage, whose URL is valid for some time. */
export const storedMeaning: Meaning = (status) =>
  status < 500 && status !== 408 && status !== 429 ? JobExpiredError : undefined;
