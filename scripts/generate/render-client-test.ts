import type { ProviderModel } from "./provider-model.js";
import { banner, literal } from "./text.js";

/** test/client.test.gen.ts: the client that runs has the members that its type has. */
export function renderClientTest(specFile: string, model: ProviderModel): string {
  const isSingle = model.kinds.length === 1;
  const kinds = model.kinds.map((kind) => ({ name: kind.id, member: isSingle ? "" : kind.camelName }));
  const able = { cancel: model.api.cancel !== undefined, delete: model.api.delete !== undefined };
  return `${banner(specFile)}import { createRequire } from "node:module";
import { expect, test } from "vitest";
import { ${model.camelName}, ${model.camelName}Api } from "../src/index.gen.js";

let requests = 0;
const jobs = ${model.camelName}({
  apiKey: ${literal(testKey(model))},
  fetch: () => {
    requests += 1;
    return Promise.reject(new Error("no request is expected here"));
  },
});

test("a client can be made, and makes no request on its own", () => {
  expect(jobs.provider).toBe(${literal(model.id)});
  expect(jobs.baseUrl).toBe(${model.camelName}Api.baseUrl);
  expect(jobs.api.GET).toBeTypeOf("function");
  expect(requests).toBe(0);
});

test("the built package works for import and for require", async () => {
  const name = ${literal(`@docjobs/${model.id}`)};
  const packages = [await import(name), createRequire(import.meta.url)(name)] as { ${model.camelName}: typeof ${model.camelName} }[];
  for (const built of packages) expect(built.${model.camelName}({ apiKey: ${literal(testKey(model))} }).api.GET).toBeTypeOf("function");
});

test("a client ${model.api.list ? "lists" : "does not list"} jobs", () => {
  expect("list" in jobs).toBe(${String(model.api.list !== undefined)});
});
${kinds
  .map(({ name, member }) => {
    const client = member === "" ? "jobs" : `jobs.${member}`;
    return `
test("${name}: a handle can do what the API can, and a token leads back to it", () => {
  const handle = ${client}.job("job-1");
  expect(handle.kind).toBe(${literal(name)});
  expect(handle.wait).toBeTypeOf("function");
  expect("cancel" in handle).toBe(${String(able.cancel)});
  expect("delete" in handle).toBe(${String(able.delete)});
  const resumed = jobs.resume(handle.token);
  expect([resumed.kind, resumed.id]).toEqual([${literal(name)}, "job-1"]);
  expect(requests).toBe(0);
});
`;
  })
  .join("")}${renderFormTest(model)}`;
}

/** A key with as many parts as the API asks for. */
function testKey({ api }: ProviderModel): string {
  return Array.from({ length: Math.max(api.auth.length, 1) }, () => "test").join(":");
}

/** A raw request that uploads, where the file is all that it needs. */
function renderFormTest(model: ProviderModel): string {
  const upload = Object.values(model.api.uploads).find(({ method, path, part }) => {
    if (part === undefined) return false;
    const operation = model.operations.find((each) => each.method === method && each.path === path);
    const needed = operation?.body?.fields.filter((field) => field.required).map((field) => field.name) ?? [];
    return operation?.body?.contentTypes.length === 1 && needed.every((name) => name === part);
  });
  if (!upload) return "";
  return `
test("a raw request with a file is sent as a form", async () => {
  const types: (string | null)[] = [];
  const raw = ${model.camelName}({
    apiKey: ${literal(testKey(model))},
    fetch: async (input, init) => {
      types.push(new Request(input, init).headers.get("content-type"));
      return Response.json({}, { status: 201 });
    },
  });
  await raw.api.${upload.method}(${literal(upload.path)}, { body: { ${literal(upload.part ?? "")}: new File(["x"], "x.pdf") } });
  expect(types).toEqual([expect.stringMatching(/^multipart\\/form-data; boundary=/)]);
});
`;
}
