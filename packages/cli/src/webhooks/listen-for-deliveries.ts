import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Delivery, ReceivedRequest } from "./receive-delivery.js";

export interface Listener {
  url: string;
  close(): Promise<void>;
}

export interface ListenerOptions {
  port: number;
  receive: (request: ReceivedRequest) => Promise<Delivery>;
  /** Told of each delivery before it is answered. */
  onDelivery: (delivery: Delivery) => Promise<void>;
  onFailure: (error: unknown) => void;
}

/** The largest body that is taken: larger is no webhook. */
export const MOST_BODY_BYTES = 1_048_576;
const MOST_DROPPED_BYTES = 67_108_864;

/** Listens on this machine alone; a tunnel brings deliveries from elsewhere. Any path will do. */
export async function listenForDeliveries(options: ListenerOptions): Promise<Listener> {
  const server = createServer({ requestTimeout: 30_000, headersTimeout: 10_000 }, (request, response) => {
    answer(options, request, response).catch((error: unknown) => {
      response.destroy();
      options.onFailure(error);
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port, "127.0.0.1", () => resolve());
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer(
  { receive, onDelivery }: ListenerOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (request.method !== "POST") return end(response, 405, { allow: "POST" });
  const body = await readBody(request);
  if (body === undefined) return;
  if (body === "too-large") {
    await onDelivery({
      outcome: "refused",
      reason: `more than ${MOST_BODY_BYTES} bytes`,
      forwarded: null,
      answer: 413,
    });
    // There may be more of it: the connection cannot be used again.
    return end(response, 413, { connection: "close" });
  }
  const delivery = await receive({ headers: request.headers, body });
  await onDelivery(delivery);
  end(response, delivery.answer);
}

/**
 * Undefined where the sender went away. What is too large is read on for a while, and dropped: a connection that is closed
 * in the middle of it would take the answer with it.
 */
async function readBody(request: IncomingMessage): Promise<Buffer | "too-large" | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    // So that the request stays open: leaving a for-await loop destroys it, and with it the answer.
    const source = request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>;
    for await (const chunk of source) {
      length += chunk.length;
      if (length <= MOST_BODY_BYTES) chunks.push(chunk);
      else if (length > MOST_DROPPED_BYTES) break;
    }
  } catch {
    return undefined;
  }
  return length > MOST_BODY_BYTES ? "too-large" : Buffer.concat(chunks);
}

function end(response: ServerResponse, status: number, headers: Record<string, string> = {}): void {
  response.writeHead(status, { ...headers, "content-length": 0 }).end();
}
