import { connect, createServer, type AddressInfo, type Socket } from "node:net";

/** Stands between a server and its database, and cuts a connection at the commit of a transaction. */
export interface CuttingProxy {
  /** The database's URL, through the proxy. */
  url: string;
  /** The next commit after a statement with the text breaks: before it reaches the database, or before its answer comes back. */
  cutCommitAfter(text: string, when: "before" | "after"): void;
  /** How often one was cut. */
  cuts: number;
  close(): Promise<void>;
}

export async function cutConnections(databaseUrl: string): Promise<CuttingProxy> {
  const target = new URL(databaseUrl);
  const sockets = new Set<Socket>();
  const proxy: CuttingProxy = {
    url: "",
    cuts: 0,
    cutCommitAfter(text, when) {
      armed = { text, when };
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  let armed: { text: string; when: "before" | "after" } | undefined;
  const server = createServer((client) => {
    const database = connect(Number(target.port), target.hostname);
    let isNear = false;
    let isLastAnswer = false;
    const end = (): void => {
      client.destroy();
      database.destroy();
    };
    for (const socket of [client, database]) {
      sockets.add(socket);
      socket.once("close", end).on("error", end);
    }
    client.on("data", (bytes) => {
      isNear ||= armed !== undefined && bytes.includes(armed.text);
      if (armed && isNear && bytes.includes("commit")) {
        isLastAnswer = armed.when === "after";
        armed = undefined;
        proxy.cuts += 1;
        if (!isLastAnswer) return end();
      }
      database.write(bytes);
    });
    database.on("data", (bytes) => {
      if (isLastAnswer) end();
      else client.write(bytes);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = new URL(databaseUrl);
  url.port = String((server.address() as AddressInfo).port);
  proxy.url = url.href;
  return proxy;
}
