import type { IncomingHttpHeaders } from "node:http";
import { RequestFaultError } from "./api-error.js";

/**
 * Refuses requests that a web page could make: another host name that points to this machine (DNS rebinding), and
 * any other origin than the server's own.
 */
export function guardLoopback(headers: IncomingHttpHeaders): void {
  const host = headers.host ?? "";
  if (!isLoopback(host)) {
    throw new RequestFaultError(
      "forbidden",
      `This server answers on this machine only, and not as ${JSON.stringify(host)}. Use http://127.0.0.1.`,
    );
  }
  const { origin } = headers;
  if (origin !== undefined && origin !== `http://${host}`) {
    throw new RequestFaultError("forbidden", "This server does not answer web pages of other origins.");
  }
}

function isLoopback(host: string): boolean {
  return /^(127\.0\.0\.1|localhost|\[::1\])(:\d{1,5})?$/i.test(host);
}
