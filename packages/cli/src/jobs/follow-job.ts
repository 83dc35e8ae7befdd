import { JobsError, type JobHandle, type JobSnapshot, type SucceededJob } from "@docjobs/jobs-core";
import type { CliContext } from "../context.js";
import { removeRecordOf } from "./job-records.js";
import type { ProgressRenderer } from "../terminal/progress-renderer.js";

export const DEFAULT_TIMEOUT_MS = 1_800_000;

/** Waits for a job and shows what the API reports meanwhile. Throws what `wait()` throws. */
export async function followJob(
  context: CliContext,
  job: JobHandle,
  { subject, progress, timeoutMs }: { subject: string; progress: ProgressRenderer; timeoutMs: number },
): Promise<SucceededJob> {
  const onEvent = (snapshot: JobSnapshot) => {
    const { percent, phase } = snapshot.progress ?? {};
    progress.update({
      subject,
      state: snapshot.state,
      ...(percent !== undefined && { percent }),
      ...(phase !== undefined && { phase }),
    });
  };
  try {
    return await job.wait({ timeoutMs, signal: context.interruption.signal, onEvent });
  } catch (error) {
    // A job that ended without a result is nothing to resume.
    if (JobsError.isInstance(error) && ENDED.has(error.code)) await removeRecordOf(context, job);
    throw error;
  } finally {
    progress.end();
  }
}

const ENDED: ReadonlySet<string> = new Set(["job_failed", "job_canceled", "job_expired", "job_not_found"]);
