import type { Job } from "../store/tables.js";

export type WebhookEvent = "succeeded" | "failed";

/** A delivery as the API's receivers know it. */
export interface WebhookForm {
  compose(job: Job, delivery: { eventId: string; event: WebhookEvent; attempt: number }): WebhookMessage;
}

export interface WebhookMessage {
  body: string;
  headers: Record<string, string>;
}
