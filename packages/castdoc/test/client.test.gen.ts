// Generated from specs/castdoc/openapi.yaml by `pnpm generate`; edits are overwritten.
import { createRequire } from "node:module";
import { expect, test } from "vitest";
import { castdoc, castdocApi } from "../src/index.gen.js";

let requests = 0;
const jobs = castdoc({
  apiKey: "test",
  fetch: () => {
    requests += 1;
    return Promise.reject(new Error("no request is expected here"));
  },
});

test("a client can be made, and makes no request on its own", () => {
  expect(jobs.provider).toBe("castdoc");
  expect(jobs.baseUrl).toBe(castdocApi.baseUrl);
  expect(jobs.api.GET).toBeTypeOf("function");
  expect(requests).toBe(0);
});

test("the built package works for import and for require", async () => {
  const name = "@docjobs/castdoc";
  const packages = [await import(name), createRequire(import.meta.url)(name)] as {
    castdoc: typeof castdoc;
  }[];
  for (const built of packages) expect(built.castdoc({ apiKey: "test" }).api.GET).toBeTypeOf("function");
});

test("a client lists jobs", () => {
  expect("list" in jobs).toBe(true);
});

test("convert: a handle can do what the API can, and a token leads back to it", () => {
  const handle = jobs.job("job-1");
  expect(handle.kind).toBe("convert");
  expect(handle.wait).toBeTypeOf("function");
  expect("cancel" in handle).toBe(false);
  expect("delete" in handle).toBe(false);
  const resumed = jobs.resume(handle.token);
  expect([resumed.kind, resumed.id]).toEqual(["convert", "job-1"]);
  expect(requests).toBe(0);
});

test("a raw request with a file is sent as a form", async () => {
  const types: (string | null)[] = [];
  const raw = castdoc({
    apiKey: "test",
    fetch: async (input, init) => {
      types.push(new Request(input, init).headers.get("content-type"));
      return Response.json({}, { status: 201 });
    },
  });
  await raw.api.POST("/files", { body: { file: new File(["x"], "x.pdf") } });
  expect(types).toEqual([expect.stringMatching(/^multipart\/form-data; boundary=/)]);
});
