import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { contractBreaks } from "../support/contract.js";
import { faultyWorker, runServer, type RunningServer } from "../support/running-server.js";
import { type DocumentedOperation, documentedOperations, statusesOf } from "./operations.js";

let server: RunningServer;

beforeAll(async () => {
  server = await runServer({}, { workerPath: faultyWorker });
});
afterAll(() => server.close());

const operations = documentedOperations();
const withStatus = (status: number): DocumentedOperation[] =>
  operations.filter((operation) => statusesOf(operation).includes(status));
const allKeys = { authorization: "Bearer alice", "x-fast-api-key": "alice", "x-api-key": "alice" };

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

it.each(withStatus(429))("$provider $operationId can be limited", async (operation) => {
  const response = await ask(operation, { ...allKeys, "x-docjobs-fault": "rate-limit=3" });
  expect([response.status, response.headers.get("retry-after")]).toEqual([429, "3"]);
  await expectDocumented(operation, response);
});

it.each(withStatus(403).filter(({ provider }) => provider !== "convert-fast"))(
  "$provider $operationId can be forbidden",
  async (operation) => {
    const response = await ask(operation, { ...allKeys, "x-docjobs-fault": "refuse=403:forbidden" });
    expect(response.status).toBe(403);
    await expectDocumented(operation, response);
  },
);

describe("a code that needs another account or a busier service comes as a fault", () => {
  it.each([
    ["429:queue.pool_saturated"],
    ["402:usage.daily_limit_exceeded"],
    ["400:request.invalid_extension"],
  ])("%s", async (refusal) => {
    const submit = operations.find(
      ({ provider, operationId }) => provider + operationId === "convert-fastcreateJob",
    );
    const [status, code] = refusal.split(":");
    const response = await ask(submit as DocumentedOperation, {
      ...allKeys,
      "x-docjobs-fault": `refuse=${refusal}`,
    });
    expect([response.status, ((await response.clone().json()) as { error: string }).error]).toEqual([
      Number(status),
      code,
    ]);
    await expectDocumented(submit as DocumentedOperation, response);
  });
});
