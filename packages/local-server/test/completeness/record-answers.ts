import { createHash } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect } from "vitest";
import { documentedOperations } from "./operations.js";
import { seenDirectory } from "./seen-directory.js";

// Every answer that a test file's `fetch` gets is noted, so that the end of the run knows what was provoked.
const operations = documentedOperations();
const seen = new Set<string>();
const reading: Promise<unknown>[] = [];
const originalFetch = globalThis.fetch;

globalThis.fetch = async (input, init) => {
  const response = await originalFetch(input, init);
  const { pathname } = new URL(input instanceof Request ? input.url : String(input));
  const method = init?.method ?? (init?.body ? "POST" : "GET");
  const operation = operations.find(
    (candidate) => candidate.method === method && candidate.pattern.test(pathname),
  );
  if (!operation) return response;
  const { provider, operationId } = operation;
  seen.add(`${provider} ${operationId} ${response.status}`);
  if (/json/.test(response.headers.get("content-type") ?? "")) {
    const read = response.clone().json() as Promise<Record<string, unknown> | null>;
    reading.push(
      read.then(
        (body) => {
          for (const code of codesOf(body)) seen.add(`${provider} ${code}`);
        },
        () => undefined,
      ),
    );
  }
  return response;
};

afterAll(async () => {
  // An answer that stalls on purpose is never read to its end.
  await Promise.race([Promise.allSettled(reading), new Promise((resolve) => setTimeout(resolve, 200))]);
  const name = createHash("sha256")
    .update(expect.getState().testPath ?? "")
    .digest("hex");
  mkdirSync(seenDirectory, { recursive: true });
  writeFileSync(join(seenDirectory, `${name}.json`), JSON.stringify([...seen]));
});

function codesOf(body: Record<string, unknown> | null): unknown[] {
  const { error, code, error_code, detail } = body ?? {};
  const detailCode =
    typeof detail === "object" && detail !== null && "code" in detail ? detail.code : undefined;
  return [error, code, error_code, detailCode].filter((word) => typeof word === "string");
}
