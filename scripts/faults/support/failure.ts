import assert from "node:assert/strict";
import { JobsError } from "@docjobs/jobs-core";

/** The clean error that something was promised to end with: one of ours, printable, free of the key. */
export async function failure(attempt: Promise<unknown>, ...codes: string[]): Promise<JobsError> {
  const error: unknown = await attempt.then(
    (value) => assert.fail(`it succeeded: ${JSON.stringify(value)?.slice(0, 200)}`),
    (reason: unknown) => reason,
  );
  if (error instanceof assert.AssertionError) throw error;
  assert.ok(JobsError.isInstance(error), `it ended with ${String(error)}`);
  assert.ok(
    codes.includes(error.code),
    `it ended with ${error.code} (${error.message}), not ${codes.join(" or ")}`,
  );
  assert.match(error.message, /^[^\p{Cc}]{1,2000}$/u, "the message holds control characters");
  return error;
}
