import { createHash } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect } from "vitest";
import type { Exchange } from "../contract/exchange.js";
import { type DocumentedOperation, documentedOperations } from "./operations.js";
import { seenDirectory } from "./seen-directory.js";

// Every exchange of a test file's `fetch` is noted, so that the end of the run knows what was provoked and can judge it.
const operations = documentedOperations();
const exchanges: Exchange[] = [];
const reading: Promise<unknown>[] = [];
const originalFetch = globalThis.fetch;
const maxBodyBytes = 256 * 1024;

globalThis.fetch = async (input, init) => {
  const url = new URL(input instanceof Request ? input.url : String(input));
  const method = init?.method ?? (input instanceof Request ? input.method : init?.body ? "POST" : "GET");
  const operation = operations.find(
    (candidate) => candidate.method === method && candidate.pattern.test(url.pathname),
  );
  const request = operation && recordRequest(input, init);
  const response = await originalFetch(input, init);
  if (!operation || !request || url.hostname !== "127.0.0.1") return response;
  reading.push(record(operation, method, url, request, response.clone()));
  return response;
};

type RecordedRequest = Promise<Pick<Exchange, "requestHeaders" | "requestBody">>;

/** Serialises the body a second time; undefined where that cannot be done. */
async function recordRequest(input: unknown, init: RequestInit | undefined): RecordedRequest {
  const body = init?.body ?? undefined;
  const unread = { requestHeaders: {}, requestBody: undefined };
  if (input instanceof Request || body instanceof ReadableStream) return unread;
  if (body instanceof FormData && sizeOf(body) > maxBodyBytes) return unread;
  const copy = new Response(body);
  const requestHeaders = {
    ...Object.fromEntries(copy.headers),
    ...Object.fromEntries(new Headers(init?.headers)),
  };
  const requestBody = Buffer.from(await copy.arrayBuffer()).toString("latin1");
  return { requestHeaders, requestBody: requestBody.length > maxBodyBytes ? undefined : requestBody };
}

function sizeOf(form: FormData): number {
  let bytes = 0;
  for (const value of form.values()) bytes += typeof value === "string" ? value.length : value.size;
  return bytes;
}

async function record(
  { provider, operationId }: DocumentedOperation,
  method: string,
  { pathname, search }: URL,
  request: RecordedRequest,
  response: Response,
): Promise<void> {
  const responseHeaders = Object.fromEntries(response.headers);
  const exchange: Exchange = {
    provider,
    operationId,
    method,
    path: pathname + search,
    ...(await request),
    status: response.status,
    responseHeaders,
    responseBody: undefined,
  };
  exchanges.push(exchange);
  if (!/json/.test(responseHeaders["content-type"] ?? "")) return void response.body?.cancel();
  // An answer that is cut off on purpose has no text.
  exchange.responseBody = await response.text().catch(() => undefined);
}

afterAll(async () => {
  // An answer that stalls on purpose is never read to its end.
  await Promise.race([Promise.allSettled(reading), new Promise((resolve) => setTimeout(resolve, 200))]);
  const { testPath = "" } = expect.getState();
  const name = createHash("sha256").update(testPath).digest("hex");
  mkdirSync(seenDirectory, { recursive: true });
  writeFileSync(join(seenDirectory, `${name}.json`), JSON.stringify({ testPath, exchanges }));
});
