import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, it } from "vitest";
import { traceFetch } from "../../src/providers/trace-fetch.js";

const server = createServer((_, response) => {
  const headers = { location: "/next?signature=s3cret", "set-cookie": "a=s3cret", etag: '"v1"' };
  response.writeHead(201, headers).end("s3cret body");
});
let url: string;
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => void server.close());

it("tells of requests and answers, and of no secret in them", async () => {
  let told = "";
  const traced = traceFetch((line) => (told += line));
  const response = await traced(`${url}/jobs?signature=s3cret&wait=10`, {
    method: "POST",
    headers: { authorization: "Bearer s3cret", "Idempotency-Key": "s3cret", "Content-Type": "text/plain" },
    body: "s3cret",
  });
  expect(await response.text()).toBe("s3cret body");
  await traced(new Request(`${url}/again`));
  expect(told).not.toContain("s3cret");
  expect(told).toContain(`debug: 1 > POST ${url}/jobs?signature=***&wait=***\n`);
  expect(told).toContain("debug: 1 > content-type: text/plain\n");
  expect(told).toContain("debug: 1 > authorization: ***\n");
  expect(told).toMatch(/debug: 1 < 201 after \d+ ms\n/u);
  expect(told).toContain("debug: 1 < location: /next?signature=***\n");
  expect(told).toContain(`debug: 2 > GET ${url}/again\n`);
});

it("tells how a request failed", async () => {
  let told = "";
  const traced = traceFetch((line) => (told += line));
  await expect(traced("http://127.0.0.1:9999999/")).rejects.toThrow();
  await expect(traced("http://127.0.0.1:1/")).rejects.toThrow();
  expect(told).toMatch(/debug: 2 ! \S+ after \d+ ms\n/u);
});
