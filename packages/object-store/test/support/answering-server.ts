import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";
import { openObjectStore, type ObjectStore } from "../../src/index.js";
import { CREDENTIALS } from "./s3-server.js";

/** A store whose server answers as the test says: for what a well-behaved one does not do. */
export async function answeringStore(
  answer: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<ObjectStore & { requests: string[] }> {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    requests.push(`${request.method} ${request.url}`);
    request.resume().on("end", () => answer(request, response));
  });
  server.listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const { port } = server.address() as AddressInfo;
  const endpoint = `http://127.0.0.1:${port}`;
  const store = await openObjectStore("s3://bucket", { endpoint, credentials: CREDENTIALS });
  onTestFinished(async () => {
    store.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return { ...store, requests };
}

/** An error as S3 sends it. */
export function refuse(response: ServerResponse, status: number, code: string, headers = {}): void {
  response.writeHead(status, { "content-type": "application/xml", ...headers });
  response.end(`<?xml version="1.0"?><Error><Code>${code}</Code><Message>secret.pdf</Message></Error>`);
}
