import { lookup } from "node:dns/promises";
import { isIP } from "node:net";
import { bareHost, isLoopbackHost, isPrivateAddress } from "./private-addresses.js";

/** An address that a host name has been found to have, and that a connection then goes to. */
export interface PinnedAddress {
  address: string;
  family: number;
}

/** Finds a name's addresses. */
export type Resolve = (hostname: string) => Promise<PinnedAddress[]>;

/** Why no connection is made. */
export class RefusedHostError extends Error {
  readonly reason: "private" | "not-allowed" | "unresolved";

  constructor(reason: RefusedHostError["reason"], message: string) {
    super(message);
    this.name = "RefusedHostError";
    this.reason = reason;
  }
}

export const resolveByDns: Resolve = (hostname) => lookup(hostname, { all: true });

/**
 * The address to connect to: of this machine under its own names, or a public one of an allowed host. Looked up once, so
 * that the name cannot change its mind between the check and the connection.
 *
 * @throws RefusedHostError
 */
export async function pinAddress(
  { hostname }: URL,
  { allowedHosts, resolve }: { allowedHosts: readonly string[]; resolve: Resolve },
): Promise<PinnedAddress> {
  const host = bareHost(hostname);
  if (isLoopbackHost(host)) {
    return host === "::1" ? { address: host, family: 6 } : { address: loopbackOf(host), family: 4 };
  }
  if (isIP(host) !== 0 && isPrivateAddress(host)) {
    throw new RefusedHostError("private", `${host} is a private address.`);
  }
  if (!isAllowedHost(hostname, allowedHosts)) {
    throw new RefusedHostError("not-allowed", `${host} is no host that this server may call.`);
  }
  const addresses = isIP(host) === 0 ? await resolve(host).catch(() => []) : [pinned(host)];
  const [first] = addresses;
  if (!first) throw new RefusedHostError("unresolved", `${host} has no address.`);
  if (addresses.some(({ address }) => isPrivateAddress(address))) {
    throw new RefusedHostError("private", `${host} has a private address.`);
  }
  return first;
}

/** Whether the list names the host; `*.example.com` names all hosts under it. */
export function isAllowedHost(hostname: string, allowedHosts: readonly string[]): boolean {
  const host = bareHost(hostname).replace(/\.$/, "");
  return allowedHosts.some((entry) => {
    const allowed = entry.toLowerCase();
    return allowed.startsWith("*.") ? host.endsWith(allowed.slice(1)) : host === bareHost(allowed);
  });
}

function loopbackOf(host: string): string {
  return host === "localhost" ? "127.0.0.1" : host;
}

function pinned(address: string): PinnedAddress {
  return { address, family: isIP(address) };
}
