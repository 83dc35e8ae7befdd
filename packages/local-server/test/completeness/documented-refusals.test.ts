import { afterAll, beforeAll, expect, it } from "vitest";
import { contractBreaks } from "../support/contract.js";
import { faultyWorker, runServer, type RunningServer } from "../support/running-server.js";
import { type DocumentedOperation, documentedOperations, statusesOf } from "./operations.js";

let server: RunningServer;

beforeAll(async () => {
  const options = { requestsPerMinute: 1, limitedKeys: { visitor: ["anchorgrid"] } };
  server = await runServer({ ...options, key: operations.map(keyOf) }, { workerPath: faultyWorker });
});
afterAll(() => server.close());

const operations = documentedOperations();
const withStatus = (status: number): DocumentedOperation[] =>
  operations.filter((operation) => statusesOf(operation).includes(status));
const keyOf = ({ provider, operationId }: DocumentedOperation): string => `${provider}-${operationId}`;

async function ask(
  { method, path }: DocumentedOperation,
  headers: Record<string, string>,
): Promise<Response> {
  const id = "7c9e6679-7425-40de-944b-e07fc1f90ae7";
  return fetch(server.url + path.replace(/\{\w+\}/g, id), { method, headers });
}

async function expectDocumented(operation: DocumentedOperation, response: Response): Promise<void> {
  const contentType = response.headers.get("content-type") ?? "";
  const text = await response.text();
  const answer = { status: response.status, contentType, body: JSON.parse(text) as unknown };
  expect(contractBreaks(operation.provider, operation.operationId, answer), text).toEqual([]);
}

it.each(withStatus(401))("$provider $operationId wants a key", async (operation) => {
  const response = await ask(operation, {});
  expect(response.status).toBe(401);
  await expectDocumented(operation, response);
});

// Each operation is asked with a key of its own, so that none uses up what another may.
it.each(withStatus(429))("$provider $operationId can be limited", async (operation) => {
  const key = keyOf(operation);
  const headers = { authorization: `Bearer ${key}`, "x-fast-api-key": key, "x-api-key": key };
  expect((await ask(operation, headers)).status).not.toBe(429);
  const response = await ask(operation, headers);
  expect([response.status, response.headers.get("retry-after")]).toEqual([429, "60"]);
  await expectDocumented(operation, response);
});

it.each(withStatus(403).filter(({ provider }) => provider !== "convert-fast"))(
  "$provider $operationId is forbidden to a key for other APIs",
  async (operation) => {
    const response = await ask(operation, { authorization: "Bearer visitor" });
    expect([response.status, ((await response.clone().json()) as { code: string }).code]).toEqual([
      403,
      "forbidden",
    ]);
    await expectDocumented(operation, response);
  },
);
