import { createServer, type AddressInfo, type Server, type Socket } from "node:net";
import { createServer as createTlsServer, type TlsOptions } from "node:tls";
import type { FaultContext } from "../fault-row.js";
import { createRequestReader } from "./request-reader.js";

/** A request as it came over the wire. */
export interface WireRequest {
  method: string;
  /** Path and query, as sent. */
  target: string;
  /** Path without the query. */
  path: string;
  query: URLSearchParams;
  /** By lower-case name. */
  headers: Readonly<Record<string, string>>;
  body: Buffer;
  /** Real time of its last byte, milliseconds that never jump. */
  at: number;
  /** The connection that it came over: 1, 2, 3 … */
  connection: number;
}

/** The way back: bytes as they are, or a well-formed answer. */
export interface Wire {
  readonly socket: Socket;
  /** Writes bytes; resolves when they may be followed by more. */
  send(bytes: string | Uint8Array): Promise<void>;
  /** A whole answer with its length; objects become JSON. */
  answer(status: number, body?: object | string | Uint8Array, headers?: Record<string, string>): void;
  /** FIN. */
  end(bytes?: string | Uint8Array): void;
  /** RST. */
  reset(): void;
}

export type Handler = (request: WireRequest, wire: Wire) => unknown;

export interface RawServer {
  /** Without a trailing slash; the host is 127.0.0.1, or localhost for TLS. */
  readonly url: string;
  readonly port: number;
  /** Every request so far. */
  readonly requests: readonly WireRequest[];
  /** Connections so far. */
  readonly connections: number;
  /** Requests to a route, for example `GET /jobs/j1`. */
  seen(route: string): WireRequest[];
}

/** A server on loopback that reads HTTP and writes whatever the handler says. Ends with the row. */
export async function startRawServer(
  { onEnd }: Pick<FaultContext, "onEnd">,
  handler: Handler,
  tls?: TlsOptions,
): Promise<RawServer> {
  const requests: WireRequest[] = [];
  const sockets = new Set<Socket>();
  let connections = 0;
  const accept = (socket: Socket): void => {
    const connection = ++connections;
    sockets.add(socket);
    socket.setNoDelay(true);
    socket.on("error", () => {}).on("close", () => sockets.delete(socket));
    const wire = createWire(socket);
    const read = createRequestReader((request) => {
      const seen = { ...request, connection, at: performance.now() };
      requests.push(seen);
      void Promise.resolve(handler(seen, wire)).catch(() => socket.destroy());
    });
    socket.on("data", read);
  };
  const server: Server = tls ? createTlsServer(tls, accept) : createServer(accept);
  server.on("tlsClientError", () => {});
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onEnd(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: tls ? `https://localhost:${port}` : `http://127.0.0.1:${port}`,
    port,
    requests,
    get connections() {
      return connections;
    },
    seen: (route) => requests.filter(({ method, path }) => `${method} ${path}` === route),
  };
}

function createWire(socket: Socket): Wire {
  const send = (bytes: string | Uint8Array): Promise<void> =>
    new Promise((resolve) => {
      if (socket.destroyed || socket.write(bytes)) return resolve();
      socket.once("drain", resolve).once("close", resolve);
    });
  return {
    socket,
    send,
    answer(status, body = "", headers = {}) {
      const isJson = typeof body === "object" && !(body instanceof Uint8Array);
      const content = Buffer.from(isJson ? JSON.stringify(body) : body);
      const all = { ...(isJson && { "Content-Type": "application/json" }), ...headers };
      void send(
        Buffer.concat([Buffer.from(head(status, { ...all, "Content-Length": content.length })), content]),
      );
    },
    end: (bytes) => void (bytes === undefined ? socket.end() : socket.end(bytes)),
    reset: () => void socket.resetAndDestroy(),
  };
}

/** A status line and headers, with the empty line behind them. */
export function head(status: number, headers: Readonly<Record<string, string | number>> = {}): string {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return `HTTP/1.1 ${status} Status\r\n${lines.join("")}\r\n`;
}
