import type { IncomingHttpHeaders } from "node:http";
import { isAllowedHost } from "../net/pin-address.js";
import { RequestFaultError } from "./api-error.js";

/**
 * Refuses requests that a web page could make: another host name that points to this machine (DNS rebinding), and
 * any other origin than the server's own. Beside loopback names, `allowedHosts` are names of the server.
 */
export function guardHost(headers: IncomingHttpHeaders, allowedHosts: readonly string[]): void {
  const host = headers.host ?? "";
  if (!isLoopback(host) && !isAllowedHost(withoutPort(host), allowedHosts)) {
    throw new RequestFaultError(
      "forbidden",
      `This server does not answer as ${JSON.stringify(host)}. Use http://127.0.0.1, or start it with --allow-host or --public-url.`,
    );
  }
  const { origin } = headers;
  if (origin !== undefined && origin !== `http://${host}` && origin !== `https://${host}`) {
    throw new RequestFaultError("forbidden", "This server does not answer web pages of other origins.");
  }
}

function isLoopback(host: string): boolean {
  return /^(127\.0\.0\.1|localhost|\[::1\])(:\d{1,5})?$/i.test(host);
}

function withoutPort(host: string): string {
  return host.replace(/:\d{1,5}$/, "");
}
