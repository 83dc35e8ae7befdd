import { BlockList, isIP } from "node:net";
import { urlError } from "./convert-fast-errors.js";

/**
 * Checks a URL that the API is asked to fetch.
 *
 * @throws ApiError one of the documented `url_fetch.…` codes.
 */
export function checkInputUrl(given: string): URL {
  if (!URL.canParse(given)) throw urlError("invalid_url", "inputUrl is not a URL.");
  const url = new URL(given);
  if (url.protocol !== "https:") throw urlError("invalid_scheme", "inputUrl must be an HTTPS URL.");
  if (isPrivateHost(url.hostname)) throw urlError("private_ip", "inputUrl points to a private address.");
  return url;
}

/** A host name or address that is of this machine or a private network. */
export function isPrivateHost(hostname: string): boolean {
  const host = hostname.replace(/^\[|\]$/g, "").toLowerCase();
  const family = isIP(host);
  if (family === 0) return /(^|\.)(localhost|local|internal)\.?$/.test(host);
  return privateAddresses.check(host, family === 6 ? "ipv6" : "ipv4");
}

const privateAddresses = new BlockList();
for (const [network, prefix] of [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.168.0.0", 16],
  ["224.0.0.0", 3],
] as const) {
  privateAddresses.addSubnet(network, prefix, "ipv4");
}
for (const [network, prefix] of [
  ["::", 127],
  ["fc00::", 7],
  ["fe80::", 10],
  ["ff00::", 8],
] as const) {
  privateAddresses.addSubnet(network, prefix, "ipv6");
}
