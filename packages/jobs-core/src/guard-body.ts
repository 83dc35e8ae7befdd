import { BadResponseError, ServiceUnavailableError } from "./errors.js";
import type { Call, Exchange } from "./exchange.js";
import { networkError } from "./network-error.js";
import { startTimer } from "./timer.js";

/** The response with its body under the limits: silence, slowness, decoded size, and the total time but for files. */
export function guardBody(exchange: Exchange, response: Response, holds: Call["holds"] = "json"): Response {
  const headers = new Headers(response.headers);
  // Across origins a browser hides Content-Encoding, so that the length cannot be told from an encoded one.
  if (response.type === "cors") headers.delete("content-length");
  const { status, statusText } = response;
  if (!response.body) {
    exchange.close();
    return status === 0 ? response : new Response(null, { status, statusText, headers });
  }
  const isJson = holds === "any" ? /[/+]json/i.test(headers.get("content-type") ?? "") : holds === "json";
  return new Response(guardStream(exchange, response.body, isJson || !response.ok), {
    status,
    statusText,
    headers,
  });
}

function guardStream(
  exchange: Exchange,
  body: ReadableStream<Uint8Array>,
  isJson: boolean,
): ReadableStream<Uint8Array> {
  const { clock, limits } = exchange.connection;
  const mostBytes = isJson ? limits.jsonBytes : limits.resultBytes;
  const enoughBytes = (limits.minBytesPerSecond * limits.idleMs) / 1000;
  const reader = body.getReader();
  let totalBytes = 0;
  // Only time spent waiting for the server counts: a slow consumer is no slow server.
  let windowBytes = 0;
  let windowMs = 0;

  async function read(): Promise<{ done: boolean; value?: Uint8Array | undefined }> {
    const startedAt = clock.monotonic();
    const leftMs = Math.min(limits.idleMs - windowMs, isJson ? exchange.endsAt - startedAt : Infinity);
    const stop = startTimer(clock, leftMs, () =>
      exchange.fail(
        new ServiceUnavailableError(`${exchange.host} stopped sending, or sends too slowly.`, {
          retryable: true,
        }),
      ),
    );
    try {
      return await reader.read();
    } finally {
      stop();
      windowMs += clock.monotonic() - startedAt;
    }
  }

  function count(bytes: number): void {
    totalBytes += bytes;
    windowBytes += bytes;
    if (windowBytes >= enoughBytes) windowBytes = windowMs = 0;
    if (totalBytes <= mostBytes) return;
    exchange.fail(new BadResponseError(`${exchange.host} sent more than ${mostBytes} bytes.`));
    throw exchange.failure;
  }

  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const { done, value } = await read();
          if (!done && value) {
            count(value.length);
            return controller.enqueue(value);
          }
          exchange.close();
          controller.close();
        } catch (error) {
          exchange.close();
          controller.error(exchange.failure ?? networkError(exchange.connection, exchange, error));
        }
      },
      async cancel(reason) {
        exchange.close();
        await reader.cancel(reason);
      },
    },
    { highWaterMark: 0 },
  );
}
