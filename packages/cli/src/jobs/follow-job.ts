import { JobsError, type JobHandle, type JobSnapshot, type SucceededJob } from "@docjobs/jobs-core";
import type { CliContext } from "../context.js";
import { logJob } from "./job-log.js";
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
    await logEnd(context, job, error);
    throw error;
  } finally {
    progress.end();
  }
}

/** A job that ended without a result is nothing to resume. */
async function logEnd(context: CliContext, job: JobHandle, error: unknown): Promise<void> {
  if (!JobsError.isInstance(error) || !ENDED.has(error.code)) return;
  const entry = { at: new Date().toISOString(), provider: job.provider, jobId: job.id, ended: error.code };
  await logJob(context, entry, () => {});
}

const ENDED: ReadonlySet<string> = new Set(["job_failed", "job_canceled", "job_expired", "job_not_found"]);
