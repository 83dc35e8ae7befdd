import type { FastifyRequest } from "fastify";
import { RequestFaultError } from "./api-error.js";
import { createTokenBuckets } from "./token-buckets.js";

/** Counts a request to an API, and refuses it where there have been too many. */
export type RequestLimit = (provider: string, request: Pick<FastifyRequest, "account" | "ip">) => void;

/** Lets each key use each API so often a minute; operations without a key are counted by address. */
export function createRequestLimit(perMinute: number | undefined, now: () => number): RequestLimit {
  if (perMinute === undefined) return () => undefined;
  const buckets = createTokenBuckets({ burst: perMinute, perSecond: perMinute / 60, now });
  return (provider, { account, ip }) => {
    const seconds = buckets.take(`${provider}/${account || ip}`);
    if (seconds === 0) return;
    throw new RequestFaultError(
      "rate-limited",
      `Too many requests: ${perMinute} a minute are taken. Retry after ${seconds} seconds.`,
      seconds,
    );
  };
}
