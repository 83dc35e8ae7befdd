import { isIP } from "node:net";
import { convertFastError } from "./convert-fast-errors.js";
import { isPrivateHost } from "./check-input-url.js";

export interface WebhookFields {
  url: string | undefined;
  secret: string | undefined;
  events: string | undefined;
}

const maxUrlLength = 2048;

/**
 * Checks the webhook fields as the API documents them. This server delivers no webhooks yet, so a correct one is
 * refused as well: a job whose end nobody is told about would be worse.
 *
 * @throws ApiError `request.invalid_parameter` wherever a webhook is asked for.
 */
export function checkWebhook({ url, secret, events }: WebhookFields): void {
  if (url === undefined && secret === undefined && events === undefined) return;
  throw convertFastError(400, "request.invalid_parameter", mistake({ url, secret, events }));
}

function mistake({ url, secret, events }: WebhookFields): string {
  if (url === undefined) return "webhookSecret and webhookEvents need a webhookUrl.";
  if (url.length > maxUrlLength) return `webhookUrl is longer than ${maxUrlLength} characters.`;
  if (!URL.canParse(url)) return "webhookUrl is not a URL.";
  const { protocol, hostname } = new URL(url);
  if (protocol !== "https:") return "webhookUrl must be an HTTPS URL.";
  if (isIP(hostname.replace(/^\[|\]$/g, "")) !== 0) return "webhookUrl must name a host, not an IP address.";
  if (isPrivateHost(hostname)) return "webhookUrl must not be under .local, .internal or .localhost.";
  if (secret === undefined) return "webhookUrl needs a webhookSecret.";
  if (secret.length < 16 || secret.length > 256) return "webhookSecret must have 16 to 256 characters.";
  const unknown = (events ?? "").split(",").map((event) => event.trim());
  if (events !== undefined && !unknown.every((event) => event === "succeeded" || event === "failed")) {
    return "webhookEvents is a comma list of succeeded and failed.";
  }
  return "This local server delivers no webhooks yet. Leave webhookUrl out and poll the job.";
}
