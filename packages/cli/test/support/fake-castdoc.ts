import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** What a scripted answer is: status, JSON or bytes, headers; or nothing at all, for ever. */
export interface Answer {
  status?: number;
  json?: unknown;
  body?: string | Uint8Array;
  headers?: Record<string, string>;
  hang?: boolean;
}

export interface FakeCastdoc {
  url: string;
  /** Method and path of every request, in order. */
  requests: string[];
  /** Environment that points the command line here. */
  env: Record<string, string>;
  /** Resolves at the first request that begins so. */
  asked(start: string): Promise<void>;
  close(): Promise<void>;
}

export const JOB: { job_id: string } & Record<string, unknown> = {
  job_id: "0123456789abcdef0123456789abcdef",
  file_id: "f".repeat(32),
  engine: "ki/cast",
  status: "processing",
  progress: 10,
  created_at: "2026-01-01T00:00:00Z",
  updated_at: "2026-01-01T00:00:00Z",
  expires_at: "2099-01-01T00:00:00Z",
};

const DEFAULTS: Readonly<Record<string, Answer>> = {
  "GET /castdoc/engines": {
    json: { data: [{ id: "ki/cast", supported_conversions: [{ from: "pdf", to: "docx" }] }] },
  },
  "GET /castdoc/jobs": { json: { data: [] } },
  "POST /files": { status: 201, json: { file_id: "f".repeat(32), filename: "a.pdf", size: 1 } },
  "POST /castdoc/jobs": { status: 202, json: { ...JOB, status: "queued", progress: 0 } },
};

/** A loopback server that answers as scripted, for what a well-behaved one never does. */
export async function startFakeCastdoc(
  script: Readonly<Record<string, Answer>>,
  onRequest?: (request: IncomingMessage) => void,
): Promise<FakeCastdoc> {
  const requests: string[] = [];
  const listeners = new Set<() => void>();
  const server = createServer((request, response) => {
    const line = `${request.method} ${new URL(request.url ?? "", "http://x").pathname}`;
    requests.push(line);
    onRequest?.(request);
    for (const listener of listeners) listener();
    void answer(
      request,
      response,
      script[line] ?? DEFAULTS[line] ?? { status: 404, json: { title: "Not Found" } },
    ).catch(() => {});
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    requests,
    env: { DOCJOBS_CASTDOC_BASE_URL: url, DOCJOBS_CASTDOC_API_KEY: "secret-key-1" },
    asked: (start) =>
      new Promise((resolve) => {
        const check = () => {
          if (requests.some((line) => line.startsWith(start))) resolve();
        };
        listeners.add(check);
        check();
      }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer(request: IncomingMessage, response: ServerResponse, wanted: Answer): Promise<void> {
  for await (const chunk of request) void chunk;
  if (wanted.hang) return;
  const isJson = wanted.json !== undefined;
  response.writeHead(wanted.status ?? 200, {
    ...(isJson && { "content-type": "application/json" }),
    ...wanted.headers,
  });
  response.end(isJson ? JSON.stringify(wanted.json) : wanted.body);
}
