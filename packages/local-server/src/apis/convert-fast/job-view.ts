import type { Job, JobState } from "../../store/tables.js";

const words: Readonly<Record<JobState, string>> = {
  queued: "Queued",
  running: "Running",
  succeeded: "Succeeded",
  failed: "Failed",
  canceled: "Canceled",
};

/** A job as the status operation answers it. */
export function jobView(job: Job, now: number): Record<string, unknown> {
  return {
    id: job.id,
    status: words[job.state],
    progress: { percent: job.percent, phase: job.phase },
    metrics: {
      inputBytes: job.inputBytes,
      outputBytes: job.outputBytes ?? 0,
      creditCost: job.creditCost,
    },
    error:
      job.state === "failed"
        ? {
            code: job.forcedErrorCode ?? errorCodes[job.errorCode ?? ""] ?? "convert.failed",
            detail: job.errorMessage,
          }
        : null,
    output: outputView(job, now),
  };
}

function outputView(job: Job, now: number): Record<string, unknown> | null {
  if (job.state !== "succeeded" || job.outputSha256 === null || job.expiresAt <= now) return null;
  return {
    fileName: job.outputName,
    contentType: job.outputContentType,
    fileCount: job.outputCount,
  };
}

/** No code is documented; these say what happened. */
const errorCodes: Readonly<Record<string, string>> = {
  encrypted: "convert.input_encrypted",
  corrupt: "convert.input_corrupt",
  empty: "convert.input_empty",
  "input-gone": "convert.input_gone",
  unsupported: "convert.input_unsupported",
  "too-large": "convert.input_too_large",
  timeout: "convert.time_limit_exceeded",
  "out-of-memory": "convert.memory_limit_exceeded",
};
