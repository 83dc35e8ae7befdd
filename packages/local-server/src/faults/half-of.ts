import { once } from "node:events";
import type { ServerResponse } from "node:http";
import { setImmediate as nextTurn } from "node:timers/promises";
import type { OutgoingAnswer } from "./fault.js";

/** The first half of an answer; resolves to its end only when the client's side of the network has it. */
export async function* halfOf({ body, sizeBytes, reply }: OutgoingAnswer): AsyncGenerator<Buffer, void> {
  let leftBytes = Math.floor(sizeBytes / 2);
  for await (const chunk of body) {
    if (leftBytes === 0) break;
    const part = chunk.subarray(0, leftBytes);
    leftBytes -= part.length;
    yield part;
  }
  await flushed(reply.raw);
}

async function flushed(response: ServerResponse): Promise<void> {
  // The chunk that was given last is written when this generator is asked again.
  await nextTurn();
  response.flushHeaders();
  if (response.writableLength > 0 && !response.destroyed) {
    await Promise.race([once(response, "drain"), once(response, "close")]);
  }
}
