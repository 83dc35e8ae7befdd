import { AbortedError } from "../errors/errors.js";

/** How far the reading may be ahead of the consumer. */
const MOST_BYTES = 4 * 2 ** 20;

/**
 * A stream of what `read` gives (undefined at its end), read at once and some way ahead: in Node 22 and 24 a server that
 * closes its connection while a body waits to be read ends the whole process (nodejs/undici#5360). What came before an
 * error is given first, so that a download can go on behind it; after an abort there is nothing to go on with.
 */
export function readAhead(
  read: () => Promise<Uint8Array | undefined>,
  cancel: (reason: unknown) => Promise<void>,
): ReadableStream<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let aheadBytes = 0;
  let end: { error?: unknown } | undefined;
  let isReading = false;
  let tell = (): void => {};

  async function fill(): Promise<void> {
    if (isReading) return;
    isReading = true;
    while (!end && aheadBytes < MOST_BYTES) {
      try {
        const chunk = await read();
        if (chunk) chunks.push(chunk);
        else end = {};
        aheadBytes += chunk?.length ?? 0;
      } catch (error) {
        end = { error };
        if (error instanceof AbortedError) chunks.length = 0;
      }
      tell();
    }
    isReading = false;
  }

  void fill();
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        if (chunks.length === 0 && !end) await new Promise<void>((resolve) => (tell = resolve));
        const chunk = chunks.shift();
        aheadBytes -= chunk?.length ?? 0;
        void fill();
        if (chunk) controller.enqueue(chunk);
        else if (end && "error" in end) controller.error(end.error);
        else controller.close();
      },
      async cancel(reason) {
        end ??= {};
        await cancel(reason);
      },
    },
    { highWaterMark: 0 },
  );
}
