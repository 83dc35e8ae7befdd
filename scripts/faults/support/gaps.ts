import type { WireRequest } from "./raw-server.js";

/** Real milliseconds between the requests. */
export function gapsMs(requests: readonly WireRequest[]): number[] {
  return requests.slice(1).map(({ at }, index) => at - (requests[index]?.at ?? 0));
}
