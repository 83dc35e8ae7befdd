import { type IncomingMessage, request as httpRequest } from "node:http";
import { request as httpsRequest } from "node:https";
import type { PinnedAddress } from "./pin-address.js";

export interface PinnedRequest {
  url: URL;
  address: PinnedAddress;
  method: "GET" | "POST";
  headers?: Record<string, string>;
  body?: string;
  signal: AbortSignal;
}

/** One request to exactly this address; a redirect is an answer like any other. */
export function sendPinned(options: PinnedRequest): Promise<IncomingMessage> {
  const { url, address, method, headers, body, signal } = options;
  const send = url.protocol === "https:" ? httpsRequest : httpRequest;
  return new Promise((resolve, reject) => {
    const request = send(
      url,
      {
        method,
        headers: { "user-agent": "docjobs-local-server", ...headers },
        signal,
        // A connection of its own: a pooled one could be to another address.
        agent: false,
        maxHeaderSize: 16 * 1024,
        lookup: (_hostname, { all }, done) => {
          if (all) done(null, [address]);
          else done(null, address.address, address.family);
        },
      },
      resolve,
    );
    request.on("error", reject);
    request.end(body);
  });
}
