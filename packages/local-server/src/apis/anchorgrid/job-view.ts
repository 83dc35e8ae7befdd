import { contentTypeOf } from "../../http/content-types.js";
import type { ServerContext } from "../../server-context.js";
import type { Job, JobState } from "../../store/tables.js";

const words: Readonly<Record<JobState, string>> = {
  queued: "queued",
  running: "processing",
  succeeded: "complete",
  failed: "failed",
  canceled: "cancelled",
};

const pdfUrlMs = 3_600_000;

/** A job with every documented field; what has not come yet is null. */
export function jobView(job: Job, server: ServerContext): Record<string, unknown> {
  return {
    id: job.id,
    status: words[job.state],
    model: job.kind,
    model_version: modelVersion(job),
    tier: server.tier,
    cached: job.cachedFromJobId !== null,
    cached_from_job_id: job.cachedFromJobId,
    queued_at: timestamp(job.createdAt),
    processing_started_at: timestamp(job.startedAt),
    completed_at: timestamp(job.completedAt),
    processing_time_ms:
      job.startedAt === null || job.completedAt === null ? null : job.completedAt - job.startedAt,
    input_page_count: job.inputPages,
    input_file_size_bytes: job.inputBytes,
    input_source: "document",
    progress: progressText(job),
    result: result(job),
    error_code:
      job.state === "failed"
        ? (job.forcedErrorCode ?? errorCodes[job.errorCode ?? ""] ?? "INTERNAL_ERROR")
        : null,
    webhook_url: job.webhookUrl,
    webhook_delivered_at: timestamp(job.webhookDeliveredAt),
    expires_at: timestamp(job.expiresAt),
    pdf_url: server.presign({
      sha256: job.inputSha256,
      name: job.inputName,
      contentType: contentTypeOf("pdf"),
      expiresAt: server.now() + pdfUrlMs,
    }),
  };
}

function modelVersion({ kind }: Job): string {
  return kind === "page-classifier" ? "page-classifier-v2.0.0" : `${kind}-v1.0.0`;
}

function timestamp(milliseconds: number | null): string | null {
  return milliseconds === null ? null : new Date(milliseconds).toISOString();
}

function progressText(job: Job): string {
  switch (job.state) {
    case "queued":
      return "Queued";
    case "running":
      return job.phase ?? "Processing";
    case "succeeded":
      return "Complete";
    case "failed":
      return job.errorMessage ?? "Failed";
    case "canceled":
      return "Cancelled";
  }
}

function result(job: Job): unknown {
  if (job.state !== "succeeded" || job.result === null) return null;
  const stored = JSON.parse(job.result) as Record<string, unknown>;
  // Only the API knows the document's id; results of drawing jobs name it.
  return kindsWithDocumentId.has(job.kind) ? { document_id: job.documentId, ...stored } : stored;
}

const kindsWithDocumentId: ReadonlySet<string> = new Set([
  "door-detector",
  "elevation-detector",
  "schedule-extractor",
]);

/** PDF_CORRUPT, URL_UNREACHABLE and INTERNAL_ERROR are documented, but not what they mean; the list is open. */
const errorCodes: Readonly<Record<string, string>> = {
  encrypted: "PDF_ENCRYPTED",
  "input-gone": "URL_UNREACHABLE",
  corrupt: "PDF_CORRUPT",
  empty: "PDF_CORRUPT",
  unsupported: "PDF_UNSUPPORTED",
  "too-large": "PDF_TOO_LARGE",
  "out-of-memory": "PDF_TOO_LARGE",
  timeout: "PROCESSING_TIMEOUT",
};
