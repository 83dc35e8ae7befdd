import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { describe, expect, test } from "vitest";
import { dereference } from "../../generate/dereference.js";
import { findSpecs } from "../../generate/find-specs.js";
import { parsePointer } from "../../generate/json-pointer.js";
import { loadSpec } from "../../generate/load-spec.js";
import type { LoadedSpec } from "../../generate/load-spec.js";
import type {
  OperationObject,
  RequestBody,
  ResponseObject,
  Schema,
} from "../../generate/openapi-document.js";
import { resolveReference } from "../../generate/openapi-document.js";
import { buildProviderModel } from "../../generate/provider-model.js";
import { isJson, listOperations } from "../../generate/spec-operation.js";
import { repository } from "./plan-fixture.js";

/** A new provider has none until somebody has true answers of the API. */
const ids = findSpecs(repository).filter((id) => existsSync(examplesOf(id)));
const specs = new Map(
  await Promise.all(ids.map(async (id) => [id, await loadSpec(repository, id)] as const)),
);
const ajv = new Ajv2020({ strict: false, allErrors: true });
addFormats.default(ajv);

describe.each([...specs])("%s", (_, spec) => {
  const folder = examplesOf(spec.id);
  const files = readdirSync(folder);

  test.each(files)("examples/%s is what the spec says", (file) => {
    const validate = ajv.compile(dereference(spec.document, schemaOf(spec, file)) as boolean | object);
    validate(JSON.parse(readFileSync(path.join(folder, file), "utf8")));
    expect(validate.errors ?? []).toEqual([]);
  });

  test("every job that is shown as an example has a status word with a meaning", () => {
    const { job } = buildProviderModel(spec).api;
    const words = files
      .filter((file) => file.startsWith(`${job.get.id}.200.`))
      .map((file) => valueAt(JSON.parse(readFileSync(path.join(folder, file), "utf8")), job.status.at));
    expect(Object.keys(job.status.states)).toEqual(expect.arrayContaining(words));
  });
});

test("there are examples of a job", () => {
  const names = ids.flatMap((id) => readdirSync(examplesOf(id)));
  expect(names.filter((name) => name.startsWith("getJob.200.")).length).toBeGreaterThan(0);
});

function examplesOf(id: string): string {
  return path.join(repository, "specs", id, "examples");
}

/** `<operationId>.<status>[.<case>].json`, or `<operationId>.request[.<case>].json` for what the API sends. */
function schemaOf(spec: LoadedSpec, file: string): Schema {
  const [id, status = ""] = file.split(".");
  const { document } = spec;
  const webhooks = Object.values(
    (document as { webhooks?: Record<string, Record<string, OperationObject>> }).webhooks ?? {},
  );
  const operation = [
    ...listOperations(document).map((each) => each.object),
    ...webhooks.flatMap((webhook) => Object.values(webhook)),
  ].find((each) => each.operationId === id);
  if (!operation) throw new Error(`${file} names the operation ${id}, which the spec does not have`);
  const responses = operation.responses ?? {};
  const content =
    status === "request"
      ? operation.requestBody && resolveReference<RequestBody>(document, operation.requestBody).content
      : resolveReference<ResponseObject>(
          document,
          responses[status] ?? responses[`${status.charAt(0)}XX`] ?? responses["default"] ?? {},
        ).content;
  const media = Object.entries(content ?? {}).find(([type]) => isJson(type))?.[1];
  if (media?.schema === undefined) throw new Error(`${file}: the spec has no JSON body there`);
  return media.schema;
}

function valueAt(value: unknown, pointer: string): unknown {
  return parsePointer(pointer).reduce(
    (each, token) => (each as Record<string, unknown> | null)?.[token],
    value,
  );
}
