import type { FastifyRequest } from "fastify";
import { RequestFaultError } from "./api-error.js";
import type { RateLimits } from "./rate-limits.js";

/** Counts a request to an API, and refuses it where there have been too many. */
export type RequestLimit = (
  provider: string,
  request: Pick<FastifyRequest, "account" | "ip">,
) => Promise<void>;

/** Lets each key use each API so often a minute; operations without a key are counted by address. */
export function createRequestLimit(perMinute: number | undefined, rates: RateLimits): RequestLimit {
  if (perMinute === undefined) return async () => undefined;
  const buckets = rates.tokenBuckets("requests", { burst: perMinute, perSecond: perMinute / 60 });
  return async (provider, { account, ip }) => {
    const seconds = await buckets.take(`${provider}/${account || ip}`);
    if (seconds === 0) return;
    throw new RequestFaultError(
      "rate-limited",
      `Too many requests: ${perMinute} a minute are taken. Retry after ${seconds} seconds.`,
      seconds,
    );
  };
}
