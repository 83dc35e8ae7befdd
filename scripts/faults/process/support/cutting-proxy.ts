import { connect, createServer, type AddressInfo, type Socket } from "node:net";
import type { FaultContext } from "../../fault-row.js";

export interface CuttingProxy {
  readonly url: string;
  /** Bytes that have gone to the server, by connection. */
  readonly sentBytes: readonly number[];
}

/**
 * Stands before a server and may hold a connection back, or reset it, when so many bytes have come for the server.
 * `onBytes` is asked with each chunk and gives what is to become of it; the bytes wait for its answer.
 */
export async function startCuttingProxy(
  { onEnd }: Pick<FaultContext, "onEnd">,
  serverUrl: string,
  onBytes: (connection: number, bytes: number) => "pass" | "reset" | Promise<"pass" | "reset">,
): Promise<CuttingProxy> {
  const sentBytes: number[] = [];
  const sockets = new Set<Socket>();
  const proxy = createServer((client) => {
    const number = sentBytes.push(0) - 1;
    const upstream = connect(Number(new URL(serverUrl).port), "127.0.0.1");
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on("error", () => {}).on("close", () => sockets.delete(socket));
    }
    upstream.pipe(client);
    client.on("end", () => upstream.end()).on("close", () => upstream.destroy());
    client.on("data", (chunk: Buffer) => {
      client.pause();
      void (async () => {
        const bytes = (sentBytes[number] ?? 0) + chunk.length;
        sentBytes[number] = bytes;
        if ((await onBytes(number, bytes)) === "reset") {
          upstream.destroy();
          return client.resetAndDestroy();
        }
        upstream.write(chunk, () => client.resume());
      })();
    });
  });
  await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
  onEnd(() => {
    proxy.close();
    for (const socket of sockets) socket.destroy();
  });
  return { url: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`, sentBytes };
}
