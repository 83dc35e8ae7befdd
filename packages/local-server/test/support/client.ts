import { expect } from "vitest";
import { contractBreaks } from "./contract.js";
import type { RunningServer } from "./running-server.js";

export interface Answer {
  status: number;
  headers: Headers;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- Tests look into answers of many shapes and assert what they expect.
  body: Record<string, any>;
}

export interface Call {
  /** The operation whose contract the answer has to keep. */
  operation: string;
  path: string;
  method?: string;
  headers?: Record<string, string>;
  json?: unknown;
  form?: FormData;
  signal?: AbortSignal;
}

/** Calls an API of the server as one account, and holds each answer against the contract. */
export function clientOf(
  server: Pick<RunningServer, "url">,
  provider: string,
  auth: Record<string, string>,
): (call: Call) => Promise<Answer> {
  return async ({ operation, path, method, headers, json, form, signal }) => {
    const body = form ?? (json === undefined ? undefined : JSON.stringify(json));
    const response = await fetch(server.url + path, {
      method: method ?? (body === undefined ? "GET" : "POST"),
      headers: { ...auth, ...(json === undefined ? {} : { "content-type": "application/json" }), ...headers },
      ...(body === undefined ? {} : { body }),
      ...(signal ? { signal } : {}),
    });
    const text = await response.text();
    const contentType = response.headers.get("content-type") ?? "";
    const isJson = /json/.test(contentType);
    const answer = {
      status: response.status,
      headers: response.headers,
      body: isJson ? JSON.parse(text) : {},
    };
    if (isJson) {
      expect(contractBreaks(provider, operation, { ...answer, contentType }), `${operation} ${text}`).toEqual(
        [],
      );
    }
    return answer;
  };
}

/** Asks until the job has ended; every engine in these tests is quick. */
export async function untilEnded(
  ask: () => Promise<Answer>,
  ended: (body: Answer["body"]) => boolean,
  maxMs: number = 20_000,
): Promise<Answer> {
  const deadline = performance.now() + maxMs;
  // Growing, as APIs limit how often a status may be asked for.
  let pauseMs = 10;
  for (;;) {
    const answer = await ask();
    if (answer.status !== 200 || ended(answer.body)) return answer;
    if (performance.now() > deadline) throw new Error(`still ${JSON.stringify(answer.body).slice(0, 2000)}`);
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
    pauseMs = Math.min(pauseMs * 1.5, 1000);
  }
}
