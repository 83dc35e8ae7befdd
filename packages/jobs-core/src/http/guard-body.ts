import type { Call } from "./call.js";
import { BadResponseError } from "../errors/errors.js";
import type { Exchange } from "./open-exchange.js";
import { readAhead } from "./read-ahead.js";

/** The response with its body under the limits: silence, slowness, decoded size, and the total time but for files. */
export function guardBody(exchange: Exchange, response: Response, holds: Call["holds"] = "json"): Response {
  const { body, headers, status, ok } = response;
  const isJson = holds === "any" ? /[/+]json/i.test(headers.get("content-type") ?? "") : holds === "json";
  if (!body) exchange.close();
  if (status === 0) return response;
  const guarded = new Response(body && guardStream(exchange, body, isJson || !ok), response);
  // Across origins a browser hides Content-Encoding, so that the length cannot be told from an encoded one.
  if (response.type === "cors") guarded.headers.delete("content-length");
  return guarded;
}

function guardStream(
  exchange: Exchange,
  body: ReadableStream<Uint8Array>,
  isJson: boolean,
): ReadableStream<Uint8Array> {
  const { clock, limits } = exchange.connection;
  const mostBytes = isJson ? limits.jsonBytes : limits.resultBytes;
  const reader = body.getReader();
  let totalBytes = 0;
  // Only time spent waiting for the server counts: a slow consumer is no slow server.
  let windowBytes = 0;
  let windowMs = 0;

  async function read(): Promise<Uint8Array | undefined> {
    const startedAt = clock.monotonic();
    const idleAt = startedAt + limits.idleMs - windowMs;
    const endsAt = isJson ? Math.min(idleAt, exchange.endsAt) : idleAt;
    try {
      const { done, value } = await exchange.within(
        () => endsAt,
        "stopped sending, or sends too slowly",
        reader.read(),
      );
      if (done) {
        exchange.close();
        return undefined;
      }
      totalBytes += value.length;
      windowBytes += value.length;
      windowMs += clock.monotonic() - startedAt;
      if (windowBytes * 1000 >= limits.minBytesPerSecond * limits.idleMs) windowBytes = windowMs = 0;
      if (totalBytes > mostBytes)
        throw new BadResponseError(`${exchange.host} sent more than ${mostBytes} bytes.`);
      return value;
    } catch (error) {
      throw exchange.fail(error);
    }
  }

  return readAhead(read, async (reason) => {
    exchange.close();
    await reader.cancel(reason);
  });
}
