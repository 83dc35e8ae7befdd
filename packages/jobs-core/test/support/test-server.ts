import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { onTestFinished } from "vitest";

/** One answer, or one misbehaviour. */
export type Reply = (request: SeenRequest, response: ServerResponse) => void;

export interface SeenRequest {
  method: string;
  /** Path and query. */
  url: string;
  headers: IncomingMessage["headers"];
  body: Buffer;
  socket: Socket;
}

export interface TestServer {
  readonly url: string;
  readonly requests: SeenRequest[];
  /** Requests to a route, for example `GET /jobs/j1`. */
  seen(route: string): SeenRequest[];
  /** Answers a route with these, one after the other; the last one again and again. */
  on(route: string, ...replies: Reply[]): void;
}

/** A real server on loopback, closed with the test. */
export async function startTestServer(): Promise<TestServer> {
  const routes = new Map<string, Reply[]>();
  const requests: SeenRequest[] = [];
  const server = createServer((incoming, response) => {
    const chunks: Buffer[] = [];
    incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
    incoming.on("error", () => {});
    incoming.on("end", () => {
      const { method = "", url = "", headers, socket } = incoming;
      const request = { method, url, headers, body: Buffer.concat(chunks), socket };
      requests.push(request);
      const replies = routes.get(routeOf(request)) ?? [];
      const reply = replies.length > 1 ? replies.shift() : replies[0];
      (reply ?? json(404, { code: "no_such_route" }))(request, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    seen: (route) => requests.filter((request) => routeOf(request) === route),
    on: (route, ...replies) => void routes.set(route, replies),
  };
}

function routeOf({ method, url }: SeenRequest): string {
  return `${method} ${url.split("?")[0]}`;
}

export function json(status: number, body: unknown, headers: Record<string, string> = {}): Reply {
  return text(status, JSON.stringify(body), { "content-type": "application/json", ...headers });
}

export function text(status: number, body: string | Buffer, headers: Record<string, string> = {}): Reply {
  return (_, response) => void response.writeHead(status, headers).end(body);
}

/** RST instead of an answer. */
export const reset: Reply = ({ socket }) => void socket.resetAndDestroy();

/** Bytes as they are, then the connection ends. */
export function wire(bytes: string | Buffer): Reply {
  return ({ socket }) => void socket.end(bytes);
}
