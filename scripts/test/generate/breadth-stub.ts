import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";

/** A request as the stub saw it. */
export interface Seen {
  /** Method and path, for example `GET /jobs/7`. */
  route: string;
  query: Readonly<Record<string, string>>;
  headers: IncomingMessage["headers"];
  body: string;
}

export interface Answer {
  status?: number;
  headers?: Record<string, string>;
  /** Anything but text is sent as JSON. */
  body?: unknown;
}

export interface Stub {
  url: string;
  seen: Seen[];
  routes(): string[];
  find(route: string): Seen;
}

/** A server on loopback that speaks one API: its answers by route, one after the other, the last one again and again. */
export async function startStub(speak: (url: string) => Record<string, Answer[]>): Promise<Stub> {
  const seen: Seen[] = [];
  let answers: Record<string, Answer[]> = {};
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const url = new URL(request.url ?? "", "http://stub");
      const route = `${request.method ?? ""} ${url.pathname}`;
      const body = Buffer.concat(chunks).toString("latin1");
      seen.push({ route, query: Object.fromEntries(url.searchParams), headers: request.headers, body });
      // A star stands for what the client has made up.
      const wild = answers[route.replace(/[^/]+$/, "*")];
      const queue = answers[route] ?? wild ?? [{ status: 404, body: { message: `no ${route}` } }];
      const answer = (queue.length > 1 ? queue.shift() : queue[0]) ?? {};
      const isJson = answer.body !== undefined && typeof answer.body !== "string";
      response.writeHead(answer.status ?? 200, {
        ...(isJson && { "content-type": "application/json" }),
        ...answer.headers,
      });
      response.end(isJson ? JSON.stringify(answer.body) : answer.body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  answers = speak(url);
  return {
    url,
    seen,
    routes: () => seen.map(({ route }) => route),
    find(route) {
      const found = seen.find((each) => each.route === route);
      if (!found) throw new Error(`${route} was not asked for: ${seen.map((each) => each.route).join(", ")}`);
      return found;
    },
  };
}
