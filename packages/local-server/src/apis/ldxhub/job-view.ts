import type { Job, JobState } from "../../store/tables.js";
import { ldxhubTimestamp } from "./timestamp.js";

// LDX hub cannot cancel; a canceled job does not come about.
const words: Readonly<Record<JobState, string>> = {
  queued: "queued",
  running: "processing",
  succeeded: "completed",
  failed: "failed",
  canceled: "failed",
};

/** A job in a list. */
export function summaryView(job: Job): Record<string, unknown> {
  return {
    job_id: job.id,
    file_id: job.documentId,
    engine: job.engine,
    status: words[job.state],
    progress: job.percent,
    ...(job.state === "succeeded" ? { output_file_id: job.outputDocumentId } : {}),
    ...(job.state === "failed" ? { error: errorView(job) } : {}),
    created_at: ldxhubTimestamp(job.createdAt),
    updated_at: ldxhubTimestamp(job.updatedAt),
    ...(job.completedAt === null ? {} : { completed_at: ldxhubTimestamp(job.completedAt) }),
    expires_at: ldxhubTimestamp(job.expiresAt),
  };
}

/** A job with all that is known of it. */
export function jobView(job: Job): Record<string, unknown> {
  const usage =
    job.state === "succeeded" && job.inputFormat === "pdf" && job.inputPages !== null
      ? { usage: { input_pages: job.inputPages } }
      : {};
  return { ...summaryView(job), ...usage };
}

function errorView(job: Job): Record<string, unknown> {
  return {
    code: job.forcedErrorCode ?? errorCodes[job.errorCode ?? ""] ?? "internal_error",
    message: job.errorMessage,
    request_id: job.requestId,
  };
}

/** No code is documented; these say what happened. */
const errorCodes: Readonly<Record<string, string>> = {
  encrypted: "document_encrypted",
  corrupt: "document_corrupt",
  empty: "document_empty",
  "input-gone": "document_gone",
  unsupported: "document_unsupported",
  "too-large": "document_too_large",
  timeout: "time_limit_exceeded",
  "out-of-memory": "memory_limit_exceeded",
  crashed: "engine_crashed",
};
