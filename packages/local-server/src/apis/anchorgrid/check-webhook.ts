import { isAllowedHost } from "../../net/pin-address.js";
import { isLoopbackHost } from "../../net/private-addresses.js";
import { invalid } from "./anchorgrid-errors.js";

/**
 * Checks a webhook's URL: HTTPS to an allowed host, or this machine.
 *
 * @throws ApiError 422 `VALIDATION_ERROR`.
 */
export function checkWebhook(url: string | undefined, allowedHosts: readonly string[]): void {
  if (url === undefined) return;
  if (!URL.canParse(url)) throw invalid("webhook_url is not a URL.");
  const { protocol, hostname } = new URL(url);
  if (isLoopbackHost(hostname) && (protocol === "http:" || protocol === "https:")) return;
  if (protocol !== "https:") throw invalid("webhook_url must be an HTTPS URL.");
  if (isAllowedHost(hostname, allowedHosts)) return;
  throw invalid(
    `This local server calls loopback and allowed hosts only, and ${hostname} is none. Start it with --allow-webhook-host ${hostname}.`,
  );
}
