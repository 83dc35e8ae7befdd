import { isIP } from "node:net";
import { isAllowedHost } from "../../net/pin-address.js";
import { bareHost, isLoopbackHost, isPrivateHost } from "../../net/private-addresses.js";
import { convertFastError } from "./convert-fast-errors.js";

export interface WebhookFields {
  url: string | undefined;
  secret: string | undefined;
  events: string | undefined;
}

/** Columns of the job's row. */
export interface Webhook {
  webhookUrl: string;
  webhookSecret: string;
  /** With commas between them. */
  webhookEvents: string;
}

const maxUrlLength = 2048;
const allEvents = ["succeeded", "failed"];

/**
 * Checks the webhook fields as the API documents them. Beyond that, this server calls nobody but this machine (with http as
 * well) and the hosts that it was allowed to call.
 *
 * @throws ApiError `request.invalid_parameter`.
 */
export function checkWebhook(fields: WebhookFields, allowedHosts: readonly string[]): Webhook | undefined {
  const { url, secret, events } = fields;
  if (url === undefined && secret === undefined && events === undefined) return undefined;
  if (url === undefined) throw refuse("webhookSecret and webhookEvents need a webhookUrl.");
  checkUrl(url, allowedHosts);
  if (secret === undefined) throw refuse("webhookUrl needs a webhookSecret.");
  if (secret.length < 16 || secret.length > 256)
    throw refuse("webhookSecret must have 16 to 256 characters.");
  const wanted = events === undefined ? allEvents : events.split(",").map((event) => event.trim());
  if (!wanted.every((event) => allEvents.includes(event))) {
    throw refuse("webhookEvents is a comma list of succeeded and failed.");
  }
  return { webhookUrl: url, webhookSecret: secret, webhookEvents: wanted.join(",") };
}

function checkUrl(url: string, allowedHosts: readonly string[]): void {
  if (url.length > maxUrlLength) throw refuse(`webhookUrl is longer than ${maxUrlLength} characters.`);
  if (!URL.canParse(url)) throw refuse("webhookUrl is not a URL.");
  const { protocol, hostname } = new URL(url);
  if (isLoopbackHost(hostname) && (protocol === "http:" || protocol === "https:")) return;
  if (protocol !== "https:") throw refuse("webhookUrl must be an HTTPS URL.");
  if (isIP(bareHost(hostname)) !== 0) throw refuse("webhookUrl must name a host, not an IP address.");
  if (isPrivateHost(hostname)) throw refuse("webhookUrl must not be under .local, .internal or .localhost.");
  if (isAllowedHost(hostname, allowedHosts)) return;
  throw refuse(
    `This local server calls loopback and allowed hosts only, and ${hostname} is none. Start it with --allow-webhook-host ${hostname}.`,
  );
}

function refuse(message: string): Error {
  return convertFastError(400, "request.invalid_parameter", message);
}
