import { expect, test } from "vitest";
import { buildProviderModel } from "../../generate/provider-model.js";
import type { ProviderModel } from "../../generate/provider-model.js";
import { MutatedSpec } from "./mutated-spec.js";
import type { Mutation } from "./mutated-spec.js";

test("what the spec documents as not accepted is added to what x-job says", async () => {
  const { api } = await model();
  expect(api.kinds["convert"]?.submit.notAccepted).toEqual([429]);
  expect(api.kinds["outline"]?.submit.notAccepted).toEqual([422]);
});

test("the body, the upload and the formats of a kind come from the submit's schema", async () => {
  const { api } = await model();
  expect(api.kinds["convert"]).toMatchObject({
    submit: { content: "application/json", required: ["file_id", "engine", "format"], jsonFields: [] },
    input: {
      file: { field: "file_id", upload: "file", formats: ["pdf"] },
      format: { field: "format", known: ["docx", "xlsx"] },
    },
  });
  expect(api.uploads["file"]).toMatchObject({ method: "POST", path: "/files", part: "file", id: "/file_id" });
});

test("seconds become milliseconds", async () => {
  expect((await model(["minSeconds: 1", "minSeconds: 0.5"])).api.job.poll).toMatchObject({
    minMs: 500,
    maxMs: 5000,
  });
});

test("a kind's word is its id where the spec gives none, and absent where the API names no kinds", async () => {
  const named = await model(
    ["title: Convert a PDF", "title: Convert a PDF\n      word: conversion"],
    ["enum: [convert, outline]", "enum: [conversion, outline]"],
  );
  expect(Object.values(named.api.kinds).map((kind) => kind.word)).toEqual(["conversion", "outline"]);
  const unnamed = await model(["    id: /id\n    kind: /kind", "    id: /id"]);
  expect(unnamed.api.kinds["convert"]).not.toHaveProperty("word");
});

test("a job can be deleted when it has expired, if a null shows that it has", async () => {
  const { api } = await model(["from: [succeeded, failed]", "from: [succeeded, expired]"]);
  expect(api.delete?.from).toEqual(["succeeded", "expired"]);
});

test("an answer that is open may have any place", async () => {
  const { api } = await model(
    [
      "      required: [id, kind, status]",
      "      additionalProperties: true\n      required: [id, kind, status]",
    ],
    ["percent: /percent", "percent: /not/documented"],
  );
  expect(api.job.progress).toEqual({ percent: "/not/documented" });
});

test("a status word that the open enum does not know may be mapped", async () => {
  const { api } = await model(["queued: [waiting]", "queued: [waiting, held]"]);
  expect(api.job.status.states).toMatchObject({ waiting: "queued", held: "queued" });
});

test("the first way in that is made of headers is taken", async () => {
  const { api } = await model(["security:\n  - key: []\n", "security:\n  - cookie: []\n  - key: []\n"]);
  expect(api.auth).toEqual([{ header: "Authorization", prefix: "Bearer " }]);
});

test("an API may say that it takes no key", async () => {
  expect((await model(["security:\n  - key: []\n", "security: []\n"])).api.auth).toEqual([]);
});

test("a server on this machine may go without https, and a base path stays", async () => {
  const { api } = await model(["https://api.papermill.example", "http://localhost:8080/v2/"]);
  expect(api.baseUrl).toBe("http://localhost:8080/v2");
});

test("a list may be the whole body", async () => {
  const { api } = await model(
    [
      "              schema:\n                type: object\n                properties:\n                  data: {",
      "              schema: {",
    ],
    ["                  total: { type: integer }\n", ""],
    ["items: /data", 'items: ""'],
  );
  expect(api.list?.items).toBe("");
});

test("every operation is described, shared ones too, with what a command line needs", async () => {
  const { operations } = await model();
  expect(operations.map((operation) => operation.id)).toEqual([
    "listEngines",
    "uploadFile",
    "listJobs",
    "createJob",
    "createOutline",
    "getJob",
    "deleteJob",
    "cancelJob",
    "getFileContent",
  ]);
  expect(operations.filter((operation) => operation.keyless).map((operation) => operation.id)).toEqual([
    "listEngines",
  ]);
  expect(operations[1]?.body).toEqual({
    required: true,
    contentTypes: ["multipart/form-data"],
    fields: [{ name: "file", type: "file", required: true, description: "" }],
  });
  expect(operations[3]?.body?.fields[2]).toMatchObject({
    name: "format",
    known: ["docx", "xlsx"],
    open: true,
  });
  expect(operations[5]?.parameters).toMatchObject([
    { in: "path", name: "job_id", type: "string", required: true },
    { in: "query", name: "wait", type: "integer", required: false },
  ]);
});

async function model(...change: Mutation[]): Promise<ProviderModel> {
  using spec = new MutatedSpec(change);
  return buildProviderModel(await spec.load());
}
