import type { OperationHandler } from "../../http/api.js";
import { RequestFaultError } from "../../http/api-error.js";
import type { ServerContext } from "../../server-context.js";

/** Lets each account use the operations together as often a minute as the server was told; always, if it was not. */
export function limitRequests(
  { hubRequestsPerMinute: perMinute, rates }: Pick<ServerContext, "hubRequestsPerMinute" | "rates">,
  handlers: Readonly<Record<string, OperationHandler>>,
): Record<string, OperationHandler> {
  if (perMinute === undefined) return handlers;
  const buckets = rates.tokenBuckets("ldxhub-files", { burst: perMinute, perSecond: perMinute / 60 });
  const limited =
    (handler: OperationHandler): OperationHandler =>
    async (request, reply) => {
      const seconds = await buckets.take(request.account);
      if (seconds === 0) return handler(request, reply);
      throw new RequestFaultError("rate-limited", `More than ${perMinute} requests in a minute.`, seconds);
    };
  return Object.fromEntries(Object.entries(handlers).map(([id, handler]) => [id, limited(handler)]));
}
