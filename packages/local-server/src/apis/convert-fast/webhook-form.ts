import { createHmac } from "node:crypto";
import type { ServerContext } from "../../server-context.js";
import type { WebhookForm } from "../../webhooks/webhook-form.js";
import type { Job } from "../../store/tables.js";
import { jobView } from "./job-view.js";

/** The signature's header. Its name and encoding are assumptions: only "HMAC-SHA256 with webhookSecret" is documented. */
const signatureHeader = "x-fast-signature";

/** What convert.fast tells a webhook. */
export function convertFastWebhookForm(server: Pick<ServerContext, "now" | "presign">): WebhookForm {
  return {
    compose(job, { eventId, event, attempt }) {
      const { status, metrics, error } = jobView(job, server.now());
      const body = JSON.stringify({
        event: `job.${event}`,
        eventId,
        jobId: job.id,
        jobType: "convert",
        site: "convert.fast",
        status,
        deliveryAttempt: attempt,
        output: outputOf(job, server),
        ...(error === null ? {} : { error }),
        metrics: { ...(metrics as object), processingTimeMs: (job.completedAt ?? 0) - (job.startedAt ?? 0) },
        completedAt: new Date(job.completedAt ?? job.updatedAt).toISOString(),
      });
      return { body, headers: { [signatureHeader]: `sha256=${signatureOf(job.webhookSecret ?? "", body)}` } };
    },
  };
}

/** Hexadecimal HMAC-SHA256 of the body's bytes. */
function signatureOf(secret: string, body: string): string {
  return createHmac("sha256", secret).update(body).digest("hex");
}

function outputOf(job: Job, { now, presign }: Pick<ServerContext, "now" | "presign">): unknown {
  if (job.state !== "succeeded" || job.outputSha256 === null || job.expiresAt <= now()) return null;
  return {
    fileName: job.outputName,
    contentType: job.outputContentType,
    fileCount: job.outputCount,
    downloadUrl: presign({
      sha256: job.outputSha256,
      name: job.outputName ?? "output",
      contentType: job.outputContentType ?? "application/octet-stream",
      expiresAt: job.expiresAt,
    }),
    expiresAt: new Date(job.expiresAt).toISOString(),
  };
}
