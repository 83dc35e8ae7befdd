import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";

export interface Received {
  path: string;
  method: string;
  headers: IncomingHttpHeaders;
  body: string;
}

export interface ScriptedAnswer {
  status: number;
  headers?: Record<string, string>;
  body?: string | Buffer;
  /** Keeps the answer back until this resolves. */
  after?: Promise<unknown>;
}

/** A server of somebody else, for what this one calls: it keeps what it gets and answers as scripted. */
export interface Receiver {
  url: string;
  received: Received[];
  close(): Promise<void>;
}

export async function runReceiver(
  answer: (request: Received, index: number) => ScriptedAnswer = () => ({ status: 204 }),
): Promise<Receiver> {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk) => (body += String(chunk)));
    request.on("end", async () => {
      const { url: path = "", method = "", headers } = request;
      const index = received.push({ path, method, headers, body }) - 1;
      const {
        status,
        headers: extra = {},
        body: text = "",
        after,
      } = answer({ path, method, headers, body }, index);
      await after;
      response.writeHead(status, extra).end(text);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
