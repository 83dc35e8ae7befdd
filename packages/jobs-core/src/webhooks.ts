export type { SignedWebhook, UnsignedWebhook, WebhookEvent } from "./webhooks/webhook-event.js";
export {
  WebhookError,
  WebhookMalformedError,
  WebhookSignatureError,
  WebhookTimestampError,
  WebhookTooLargeError,
  WebhookUnsignedError,
} from "./webhooks/webhook-errors.js";
export {
  verifyWebhook,
  type WebhookHeaders,
  type WebhookOptions,
  type WebhookReader,
} from "./webhooks/verify-webhook.js";
