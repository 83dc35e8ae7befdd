import { StorageAwayError } from "../storage-away-error.js";

/** What the bucket does, or StorageAwayError where it cannot; undefined where there is no such object. */
export async function ofBucket<T>(work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw awayIfBucket(error);
  }
}

/** An error of the bucket as StorageAwayError; any other, such as one of the disk, as it is. */
export function awayIfBucket(error: unknown): unknown {
  return isOfBucket(error) ? new StorageAwayError(error) : error;
}

/** By its look: the package is loaded only where there is a bucket. Each of its errors has a hint. */
function isOfBucket(error: unknown): boolean {
  return error instanceof Error && "hint" in error && "retryable" in error;
}

function isMissing(error: unknown): boolean {
  return (error as { code?: unknown }).code === "object_not_found";
}
