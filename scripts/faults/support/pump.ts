import type { Socket } from "node:net";

/** Sends the chunk again and again, until the other side lets go or `mostBytes` are out; gives what was sent. */
export async function pump(socket: Socket, chunk: Uint8Array, mostBytes: number = Infinity): Promise<number> {
  let sentBytes = 0;
  while (sentBytes < mostBytes && !socket.destroyed) {
    sentBytes += chunk.length;
    if (!socket.write(chunk))
      await new Promise<void>((resolve) => {
        const go = (): void => {
          socket.off("drain", go).off("close", go);
          resolve();
        };
        socket.on("drain", go).on("close", go);
      });
  }
  return sentBytes;
}

/** Sends bytes one by one until the other side lets go. */
export async function drip(socket: Socket, bytes: Uint8Array | string, everyMs: number): Promise<void> {
  for (const byte of Buffer.from(bytes)) {
    if (socket.destroyed) return;
    socket.write(Buffer.of(byte));
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
}
