import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { SmokeResult } from "./smoke.js";

export interface SmokeServer {
  /** A page that runs the program, for browsers. */
  readonly pageUrl: string;
  readonly apiUrl: string;
  /** What the program has reported. */
  readonly report: Promise<SmokeResult[]>;
  close(): void;
}

const BYTES = Buffer.from(Array.from({ length: 200_000 }, (_, index) => (index * 7919) % 251));
const ETAG = '"v1"';

/** An API and a storage of other origins than the page's, which let every page in (CORS). */
export async function startSmokeServer(program: (apiUrl: string) => string): Promise<SmokeServer> {
  let tell: (results: SmokeResult[]) => void = () => {};
  const report = new Promise<SmokeResult[]>((resolve) => (tell = resolve));
  const counts = new Map<string, number>();
  const add = (what: string): number => counts.set(what, (counts.get(what) ?? 0) + 1).get(what) ?? 0;
  let wish = "";
  let storageUrl = "";

  const api = await listen(async (request, response, path) => {
    const body = await readBody(request);
    const route = `${request.method} ${path}`;
    if (path.startsWith("/count/")) {
      const what = decodeURIComponent(path.slice("/count/".length));
      if (what === "reset") counts.clear();
      return sendJson(response, counts.get(what) ?? 0);
    }
    if (route === "POST /report") {
      tell(JSON.parse(body) as SmokeResult[]);
      return sendJson(response, {});
    }
    if (route === "POST /files") {
      wish = /\r\n\r\n([a-z-]+)\r\n/.exec(body)?.[1] ?? "";
      return sendJson(response, { id: wish });
    }
    if (route === "POST /jobs") {
      const key = `key ${String(request.headers["idempotency-key"])}`;
      if (add(key) === 1) add("jobs");
      if (wish === "lose-answer" && counts.get(key) === 1) return void request.socket.destroy();
      return sendJson(response, { id: "j1", status: "queued" });
    }
    if (path === "/jobs/redirect") return void response.writeHead(302, { location: storageUrl }).end();
    if (path === "/jobs/not-json") return void response.writeHead(200).end("<html>");
    if (path === "/jobs/j1") {
      if (wish === "never-done") return sendJson(response, { id: "j1", status: "working" });
      const output = { url: `${storageUrl}/${wish}`, size: BYTES.length, sha256: sha256(BYTES) };
      return sendJson(response, { id: "j1", status: "done", output });
    }
    return sendJson(response, anyJob(path));
  });

  const storage = await listen((request, response, path) => {
    if (request.headers["x-key"] !== undefined) add("keys at the storage");
    const from = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? "")?.[1] ?? 0);
    const shared = { "content-type": "application/zip", etag: ETAG };
    if (path === "/break-off" && add("downloads") === 1) {
      response.writeHead(200, { ...shared, "content-length": BYTES.length });
      return void response.write(BYTES.subarray(0, 100_000), () =>
        setTimeout(() => request.socket.destroy(), 100),
      );
    }
    const bytes = path === "/corrupt" ? Buffer.from(BYTES).fill(0, 0, 9) : BYTES;
    if (from === 0) return void response.writeHead(200, shared).end(bytes);
    const range = `bytes ${from}-${bytes.length - 1}/${bytes.length}`;
    return void response.writeHead(206, { ...shared, "content-range": range }).end(bytes.subarray(from));
  });
  storageUrl = urlOf(storage);

  const page = await listen((_, response, path) => {
    const isProgram = path === "/program.js";
    response.writeHead(200, { "content-type": isProgram ? "text/javascript" : "text/html; charset=utf-8" });
    response.end(
      isProgram ? program(urlOf(api)) : '<!doctype html><script type="module" src="/program.js"></script>',
    );
  });
  const servers = [api, storage, page];
  return {
    pageUrl: urlOf(page),
    apiUrl: urlOf(api),
    report,
    close() {
      for (const server of servers) server.close().closeAllConnections();
    },
  };
}

/** The job `job1` of any API, queued: with every name that one of the clients reads. */
function anyJob(path: string): object {
  const id = "job1";
  return {
    job_id: id,
    id,
    jobId: id,
    status: "queued",
    model: "toc-parser",
    job_type: "toc-parser",
    type: "toc-parser",
    path,
  };
}

type Handle = (request: IncomingMessage, response: ServerResponse, path: string) => unknown;

async function listen(handle: Handle): Promise<Server> {
  const server = createServer((request, response) => {
    response.setHeader("access-control-allow-origin", "*");
    response.setHeader("access-control-expose-headers", "*");
    const wanted = request.headers["access-control-request-headers"] ?? "*";
    if (request.method !== "OPTIONS")
      return void handle(request, response, new URL(request.url ?? "", "http://x").pathname);
    const allowed = {
      "access-control-allow-headers": wanted,
      "access-control-allow-methods": "GET, POST, DELETE",
    };
    return void response.writeHead(204, allowed).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return server;
}

async function readBody(request: IncomingMessage): Promise<string> {
  let text = "";
  for await (const chunk of request) text += String(chunk);
  return text;
}

function sendJson(response: ServerResponse, value: unknown): void {
  response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(value));
}

function urlOf(server: Server): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function sha256(bytes: Buffer): string {
  return createHash("sha256").update(bytes).digest("hex");
}
