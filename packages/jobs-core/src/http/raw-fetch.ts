import type { Connection } from "./connection.js";
import { ServiceUnavailableError } from "../errors/errors.js";
import type { Call } from "./call.js";
import { exchange } from "./exchange.js";
import { known } from "../job/place.js";
import { readRetryAfter } from "./retry-after.js";
import { withRetries } from "./retry.js";

/**
 * A fetch with the rules of `exchange`, for typed calls beside the jobs. GET, HEAD and DELETE are retried; what the
 * server says last is returned as it is. Throws JobsErrors only.
 */
export function createRawFetch(connection: Connection): typeof globalThis.fetch {
  return async (input, init) => {
    const request = input instanceof Request && !init ? input : new Request(input, init);
    const { method, headers, body, signal } = request;
    const url = new URL(request.url);
    if (body || !/^(GET|HEAD|DELETE)$/.test(method)) {
      const bodyBytes = /json/i.test(headers.get("content-type") ?? "") ? 0 : Infinity;
      return exchange(connection, { url, method, headers, signal, request, bodyBytes, holds: "any" });
    }
    const call: Call = { url, method, headers, signal, holds: "any" };
    let refusal: Response | undefined;
    try {
      return await withRetries(connection, { signal }, async () => {
        await refusal?.body?.cancel();
        refusal = undefined;
        const response = await exchange(connection, call);
        const { status } = response;
        if (status !== 408 && status !== 429 && status < 500) return response;
        refusal = response;
        const retryAt = readRetryAfter(response.headers, connection.clock.now());
        throw new ServiceUnavailableError(`${connection.api.title} answered ${status}.`, {
          retryable: true,
          ...known({ retryAt }),
        });
      });
    } catch (error) {
      if (refusal) return refusal;
      throw error;
    }
  };
}
