import type { ServerContext } from "../../server-context.js";
import type { WebhookForm } from "../../webhooks/webhook-form.js";
import { jobView } from "./job-view.js";

/** What AnchorGrid tells a webhook: the job as it is read. No signature is documented, so there is none. */
export function anchorgridWebhookForm(server: ServerContext): WebhookForm {
  return {
    compose: (job, { eventId, attempt }) => ({
      body: JSON.stringify(jobView(job, server)),
      headers: { "x-docjobs-event-id": eventId, "x-docjobs-delivery-attempt": String(attempt) },
    }),
  };
}
