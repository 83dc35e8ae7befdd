import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { once } from "node:events";
import type { FakeApi } from "./fake-api.js";

export interface FakeApiServer {
  url: string;
  close(): Promise<void>;
}

/** The API over HTTP, for other processes. A request that fails has its connection reset. */
export async function serveFakeApi(api: FakeApi): Promise<FakeApiServer> {
  const server = createServer((request, reply) => {
    void (async () => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const headers = new Headers(request.headers as Record<string, string>);
      const url = `http://127.0.0.1${request.url ?? "/"}`;
      const body = Buffer.concat(chunks);
      const isForm = headers.get("content-type")?.startsWith("multipart/");
      const sent = isForm ? await new Response(body, { headers }).formData() : body.toString();
      const method = request.method ?? "GET";
      const response = await api.fetch(url, { method, headers, ...(method !== "GET" && { body: sent }) });
      reply.writeHead(response.status, Object.fromEntries(response.headers));
      reply.end(Buffer.from(await response.arrayBuffer()));
    })().catch(() => request.socket.destroy());
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
