import { JobsError } from "./jobs-error.js";
import type { JobIdentity } from "../job/job-identity.js";

/** Puts the job into an error about it, so that any process can go on. */
export function identify(error: unknown, { provider, kind, id, token }: JobIdentity): unknown {
  return JobsError.isInstance(error) ? Object.assign(error, { provider, kind, jobId: id, token }) : error;
}
