import type { JobHandle, JobSnapshot, SucceededJob } from "@docjobs/jobs-core";
import type { CliContext } from "../context.js";
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
  } finally {
    progress.end();
  }
}
