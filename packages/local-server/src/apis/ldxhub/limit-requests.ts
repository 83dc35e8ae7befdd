import type { OperationHandler } from "../../http/api.js";
import { RequestFaultError } from "../../http/api-error.js";
import { createTokenBuckets } from "../../http/token-buckets.js";
import type { ServerContext } from "../../server-context.js";

/** Lets each account use the operations together as often a minute as the server was told; always, if it was not. */
export function limitRequests(
  { hubRequestsPerMinute: perMinute, now }: Pick<ServerContext, "hubRequestsPerMinute" | "now">,
  handlers: Readonly<Record<string, OperationHandler>>,
): Record<string, OperationHandler> {
  if (perMinute === undefined) return handlers;
  const buckets = createTokenBuckets({ burst: perMinute, perSecond: perMinute / 60, now });
  const limited =
    (handler: OperationHandler): OperationHandler =>
    async (request, reply) => {
      const seconds = buckets.take(request.account);
      if (seconds === 0) return handler(request, reply);
      throw new RequestFaultError("rate-limited", `More than ${perMinute} requests in a minute.`, seconds);
    };
  return Object.fromEntries(Object.entries(handlers).map(([id, handler]) => [id, limited(handler)]));
}
