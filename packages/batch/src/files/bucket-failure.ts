import {
  AbortedError,
  ConfigurationError,
  FileExistsError,
  InputFileError,
  JobsError,
  ServiceUnavailableError,
} from "@docjobs/jobs-core";

/** A bucket that cannot be used, lets nobody in, is not there or is told wrongly: every other item would meet that as well. */
export class PlaceRefusedError extends ConfigurationError {}

/** What the package for buckets says of a failure; it is told by its code, since it may not be installed. */
interface StoreFailure {
  name?: unknown;
  code?: unknown;
  message?: unknown;
  hint?: unknown;
  retryable?: unknown;
}

const OF_ONE_OBJECT = ["object_not_found", "object_changed", "object_key"];
const OF_THE_BUCKET = /^(?:bucket_(?:url|configuration|credentials|access|not_found)|object_store)$/u;

/** A failure of a bucket, as one of the errors that the rest of a batch knows. */
export function bucketFailure(error: unknown, place: string): unknown {
  if (JobsError.isInstance(error)) return error;
  const { name, code, message, hint, retryable } = error as StoreFailure;
  if (name === "AbortError") return new AbortedError("The transfer was ended.", { cause: error });
  if (typeof code !== "string" || typeof hint !== "string") return error;
  // A body that broke off has made no job.
  const details = { hint, undelivered: true, cause: error };
  if (OF_ONE_OBJECT.includes(code)) return new InputFileError(`${place}: ${String(message)}`, details);
  if (code === "object_exists")
    return new FileExistsError(`${place} exists already and was not touched.`, details);
  // A body that broke off has made no job.
  if (retryable === true) return new ServiceUnavailableError(String(message), { ...details, retryable });
  return OF_THE_BUCKET.test(code) ? new PlaceRefusedError(String(message), details) : error;
}
