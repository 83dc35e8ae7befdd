import { request as httpRequest } from "node:http";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runServer, type RunningServer } from "../support/running-server.js";

let server: RunningServer;

beforeAll(async () => {
  server = await runServer({ key: "the-key" });
});
afterAll(() => server.close());

/** `fetch` sets Host and Origin itself, so these go over a plain request. */
function get(path: string, headers: Record<string, string>): Promise<{ status: number; body: unknown }> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(server.url + path, { headers }, (response) => {
      let text = "";
      response.on("data", (chunk) => (text += String(chunk)));
      response.on("end", () => resolve({ status: response.statusCode ?? 0, body: JSON.parse(text) }));
    });
    request.on("error", reject).end();
  });
}

describe("who may ask", () => {
  it("is this machine by a loopback name only", async () => {
    const port = new URL(server.url).port;
    for (const host of ["127.0.0.1", `localhost:${port}`, "[::1]:9"]) {
      expect((await get("/castdoc/engines", { host })).status).toBe(200);
    }
    for (const host of ["evil.example", "127.0.0.1.evil.example", "10.0.0.7:4010"]) {
      expect((await get("/castdoc/engines", { host })).status).toBe(403);
    }
  });

  it("is no web page of another origin, in each API's own words", async () => {
    const headers = { origin: "https://evil.example", "x-api-key": "the-key" };
    expect(await get("/castdoc/engines", headers)).toMatchObject({
      status: 403,
      body: { title: "Forbidden" },
    });
    expect(await get("/convert/conversions", headers)).toMatchObject({
      status: 403,
      body: { error: "request.forbidden" },
    });
    expect(await get("/v1/jobs/x", headers)).toMatchObject({
      status: 403,
      body: { detail: { code: "FORBIDDEN" } },
    });
    expect((await get("/castdoc/engines", { origin: "null" })).status).toBe(403);
    expect((await get("/castdoc/engines", { origin: server.url })).status).toBe(200);
  });

  it("is the holder of the one key, where the server has one", async () => {
    const ask = (headers: Record<string, string>): Promise<{ status: number }> =>
      get("/convert/conversions", headers);
    expect((await ask({ "x-fast-api-key": "the-key" })).status).toBe(200);
    expect((await ask({ "x-fast-api-key": "another" })).status).toBe(401);
    expect((await ask({ "x-fast-api-key": "" })).status).toBe(401);
    expect((await get("/files", { authorization: "bearer the-key" })).status).toBe(200);
    expect((await get("/files", { authorization: "Bearer the-keys" })).status).toBe(401);
  });
});

it("answers an unknown path in the words of the API that it would be of", async () => {
  expect(await get("/castdoc/nothing", {})).toMatchObject({ status: 404, body: { title: "Not Found" } });
  expect(await get("/convert/nothing", {})).toMatchObject({
    status: 404,
    body: { error: "request.not_found" },
  });
  expect(await get("/v1/nothing", {})).toMatchObject({
    status: 404,
    body: { detail: { code: "NOT_FOUND" } },
  });
  expect(await get("/", {})).toMatchObject({ status: 404, body: { title: "Not Found" } });
});

it("answers JSON that does not parse with the API's own refusal", async () => {
  const post = async (path: string, headers: Record<string, string>): Promise<[number, unknown]> => {
    const response = await fetch(server.url + path, {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body: '{"engine":',
    });
    return [response.status, await response.json()];
  };
  expect(await post("/castdoc/jobs", { authorization: "Bearer the-key" })).toMatchObject([
    400,
    { status: 400 },
  ]);
  expect(await post("/convert", { "x-fast-api-key": "the-key" })).toMatchObject([
    400,
    { error: "request.invalid_parameter" },
  ]);
  expect(await post("/v1/drawings/classify", { "x-api-key": "the-key" })).toMatchObject([
    422,
    { detail: { code: "VALIDATION_ERROR" } },
  ]);
});
