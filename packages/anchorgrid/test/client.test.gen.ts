// Generated from specs/anchorgrid/openapi.yaml by `pnpm generate`; edits are overwritten.
import { createRequire } from "node:module";
import { expect, test } from "vitest";
import { anchorgrid, anchorgridApi } from "../src/index.gen.js";

let requests = 0;
const jobs = anchorgrid({
  apiKey: "test",
  fetch: () => {
    requests += 1;
    return Promise.reject(new Error("no request is expected here"));
  },
});

test("a client can be made, and makes no request on its own", () => {
  expect(jobs.provider).toBe("anchorgrid");
  expect(jobs.baseUrl).toBe(anchorgridApi.baseUrl);
  expect(jobs.api.GET).toBeTypeOf("function");
  expect(requests).toBe(0);
});

test("the built package works for import and for require", async () => {
  const name = "@docjobs/anchorgrid";
  const packages = [await import(name), createRequire(import.meta.url)(name)] as {
    anchorgrid: typeof anchorgrid;
  }[];
  for (const built of packages) expect(built.anchorgrid({ apiKey: "test" }).api.GET).toBeTypeOf("function");
});

test("a client does not list jobs", () => {
  expect("list" in jobs).toBe(false);
});

test("door-detector: a handle can do what the API can, and a token leads back to it", () => {
  const handle = jobs.doorDetector.job("job-1");
  expect(handle.kind).toBe("door-detector");
  expect(handle.wait).toBeTypeOf("function");
  expect("cancel" in handle).toBe(true);
  expect("delete" in handle).toBe(false);
  const resumed = jobs.resume(handle.token);
  expect([resumed.kind, resumed.id]).toEqual(["door-detector", "job-1"]);
  expect(requests).toBe(0);
});

test("elevation-detector: a handle can do what the API can, and a token leads back to it", () => {
  const handle = jobs.elevationDetector.job("job-1");
  expect(handle.kind).toBe("elevation-detector");
  expect(handle.wait).toBeTypeOf("function");
  expect("cancel" in handle).toBe(true);
  expect("delete" in handle).toBe(false);
  const resumed = jobs.resume(handle.token);
  expect([resumed.kind, resumed.id]).toEqual(["elevation-detector", "job-1"]);
  expect(requests).toBe(0);
});

test("schedule-extractor: a handle can do what the API can, and a token leads back to it", () => {
  const handle = jobs.scheduleExtractor.job("job-1");
  expect(handle.kind).toBe("schedule-extractor");
  expect(handle.wait).toBeTypeOf("function");
  expect("cancel" in handle).toBe(true);
  expect("delete" in handle).toBe(false);
  const resumed = jobs.resume(handle.token);
  expect([resumed.kind, resumed.id]).toEqual(["schedule-extractor", "job-1"]);
  expect(requests).toBe(0);
});

test("page-classifier: a handle can do what the API can, and a token leads back to it", () => {
  const handle = jobs.pageClassifier.job("job-1");
  expect(handle.kind).toBe("page-classifier");
  expect(handle.wait).toBeTypeOf("function");
  expect("cancel" in handle).toBe(true);
  expect("delete" in handle).toBe(false);
  const resumed = jobs.resume(handle.token);
  expect([resumed.kind, resumed.id]).toEqual(["page-classifier", "job-1"]);
  expect(requests).toBe(0);
});

test("toc-parser: a handle can do what the API can, and a token leads back to it", () => {
  const handle = jobs.tocParser.job("job-1");
  expect(handle.kind).toBe("toc-parser");
  expect(handle.wait).toBeTypeOf("function");
  expect("cancel" in handle).toBe(true);
  expect("delete" in handle).toBe(false);
  const resumed = jobs.resume(handle.token);
  expect([resumed.kind, resumed.id]).toEqual(["toc-parser", "job-1"]);
  expect(requests).toBe(0);
});

test("content-extractor: a handle can do what the API can, and a token leads back to it", () => {
  const handle = jobs.contentExtractor.job("job-1");
  expect(handle.kind).toBe("content-extractor");
  expect(handle.wait).toBeTypeOf("function");
  expect("cancel" in handle).toBe(true);
  expect("delete" in handle).toBe(false);
  const resumed = jobs.resume(handle.token);
  expect([resumed.kind, resumed.id]).toEqual(["content-extractor", "job-1"]);
  expect(requests).toBe(0);
});

test("a raw request with a file is sent as a form", async () => {
  const types: (string | null)[] = [];
  const raw = anchorgrid({
    apiKey: "test",
    fetch: async (input, init) => {
      types.push(new Request(input, init).headers.get("content-type"));
      return Response.json({}, { status: 201 });
    },
  });
  await raw.api.POST("/v1/documents", { body: { file: new File(["x"], "x.pdf") } });
  expect(types).toEqual([expect.stringMatching(/^multipart\/form-data; boundary=/)]);
});
