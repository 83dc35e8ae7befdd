// Generated from specs/convert-fast/openapi.yaml by `pnpm generate`; edits are overwritten.
import { createRequire } from "node:module";
import { expect, test } from "vitest";
import { convertFast, convertFastApi } from "../src/index.gen.js";

let requests = 0;
const jobs = convertFast({
  apiKey: "test",
  fetch: () => {
    requests += 1;
    return Promise.reject(new Error("no request is expected here"));
  },
});

test("a client can be made, and makes no request on its own", () => {
  expect(jobs.provider).toBe("convert-fast");
  expect(jobs.baseUrl).toBe(convertFastApi.baseUrl);
  expect(jobs.api.GET).toBeTypeOf("function");
  expect(requests).toBe(0);
});

test("the built package works for import and for require", async () => {
  const name = "@docjobs/convert-fast";
  const packages = [await import(name), createRequire(import.meta.url)(name)] as {
    convertFast: typeof convertFast;
  }[];
  for (const built of packages) expect(built.convertFast({ apiKey: "test" }).api.GET).toBeTypeOf("function");
});

test("a client does not list jobs", () => {
  expect("list" in jobs).toBe(false);
});

test("convert: a handle can do what the API can, and a token leads back to it", () => {
  const handle = jobs.job("job-1");
  expect(handle.kind).toBe("convert");
  expect(handle.wait).toBeTypeOf("function");
  expect("cancel" in handle).toBe(true);
  expect("delete" in handle).toBe(true);
  const resumed = jobs.resume(handle.token);
  expect([resumed.kind, resumed.id]).toEqual(["convert", "job-1"]);
  expect(requests).toBe(0);
});
