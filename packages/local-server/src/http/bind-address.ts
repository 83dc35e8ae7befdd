import { isIP } from "node:net";
import { bareHost, isLoopbackHost } from "../net/private-addresses.js";

/** Where a server listens, and as what it is known. */
export interface BindAddress {
  host: string;
  /** Names and addresses, beside loopback ones, under which requests are answered. */
  allowedHosts: readonly string[];
  /** The origin in URLs that the server hands out; undefined for the one that it listens at. */
  publicOrigin: string | undefined;
}

const loopback = "127.0.0.1";
const everywhere: readonly string[] = ["0.0.0.0", "::"];

/**
 * Checks what the options say about the network.
 *
 * @throws Error for a host that is no IP address, a server that others reach without a key, or a public URL that is more than
 * an origin.
 */
export function bindAddress(options: {
  host: string | undefined;
  publicUrl: string | undefined;
  allowedHosts: readonly string[] | undefined;
  hasKey: boolean;
}): BindAddress {
  const { host = loopback, publicUrl, allowedHosts = [], hasKey } = options;
  if (isIP(host) === 0)
    throw new Error(
      `${host} is not an IP address. Listen on 127.0.0.1, 0.0.0.0 or an address of this machine.`,
    );
  if (!isLoopbackHost(host) && !hasKey) {
    throw new Error(
      `Others can reach a server on ${host}, so it has to demand a key. Start it with --key-stdin or DOCJOBS_SERVE_KEY.`,
    );
  }
  const origin = publicUrl === undefined ? undefined : originOf(publicUrl);
  return {
    host,
    allowedHosts: [
      ...allowedHosts,
      ...(origin === undefined ? [] : [new URL(origin).hostname]),
      // An address that it listens on is one of its names.
      ...(everywhere.includes(host) || isLoopbackHost(host) ? [] : [host]),
    ],
    publicOrigin: origin,
  };
}

/** The URL of a server on this port, as this machine reaches it. */
export function localUrl(host: string, port: number): string {
  const reached = everywhere.includes(host) ? loopback : host;
  return `http://${isIP(reached) === 6 ? `[${bareHost(reached)}]` : reached}:${port}`;
}

function originOf(publicUrl: string): string {
  const url = URL.canParse(publicUrl) ? new URL(publicUrl) : undefined;
  if (
    url &&
    /^https?:$/.test(url.protocol) &&
    url.pathname === "/" &&
    url.search === "" &&
    url.username === ""
  ) {
    return url.origin;
  }
  throw new Error(`${publicUrl} is not an origin such as https://docs.example.com.`);
}
