import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import type { Exchange } from "./exchange.js";
import { openContractJudge } from "./prism.js";

const judge = await openContractJudge();

function example(path: string): string {
  return readFileSync(fileURLToPath(new URL(`../../../../specs/${path}`, import.meta.url)), "utf8");
}

const json = { "content-type": "application/json; charset=utf-8" };
const get: Exchange = {
  provider: "anchorgrid",
  operationId: "getJob",
  method: "GET",
  path: "/v1/jobs/7c9e6679-7425-40de-944b-e07fc1f90ae7",
  requestHeaders: { "x-api-key": "alice" },
  requestBody: "",
  status: 200,
  responseHeaders: json,
  responseBody: example("anchorgrid/examples/getJob.200.queued.json"),
};
const submit: Exchange = {
  ...get,
  operationId: "extractSchedules",
  method: "POST",
  path: "/v1/drawings/schedules",
  requestHeaders: { ...get.requestHeaders, ...json },
  requestBody: JSON.stringify({ document_id: "7c9e6679-7425-40de-944b-e07fc1f90ae7", page_numbers: [1] }),
  status: 202,
  responseBody: example("anchorgrid/examples/extractSchedules.202.json"),
};

it("finds nothing in documented exchanges", () => {
  expect(judge.breaks(get)).toEqual([]);
  expect(judge.breaks(submit)).toEqual([]);
});

it.each<[string, Exchange, RegExp]>([
  [
    "a field of a wrong type",
    { ...get, responseBody: get.responseBody?.replace(/"id": "[^"]+"/, '"id": 7') ?? "" },
    /id must be string/,
  ],
  ["a missing field", { ...get, responseBody: '{"status": "queued"}' }, /required property 'id'/],
  [
    "an answer in another form",
    { ...get, responseHeaders: { "content-type": "text/html" }, responseBody: "<p>" },
    /media type/,
  ],
  ["an answer that is not JSON", { ...get, responseBody: "oops" }, /must be object/],
  ["an operation that is not there", { ...get, operationId: "renameJob" }, /no such operation/],
  [
    "a wrong request that is taken",
    { ...submit, requestBody: '{"page_numbers": ["one"]}' },
    /Taken with 202.*document_id/,
  ],
  ["a request without its key that is taken", { ...get, requestHeaders: {} }, /Taken with 200/],
])("finds %s", (_what, exchange, text) => {
  expect(judge.breaks(exchange).join("\n")).toMatch(text);
});

it("lets a wrong request be refused", () => {
  const refused = {
    ...submit,
    requestBody: "{}",
    status: 422,
    responseBody: '{"detail": {"code": "VALIDATION_ERROR", "message": "x"}}',
  };
  expect(judge.breaks(refused)).toEqual([]);
});
