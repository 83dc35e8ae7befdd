import { expect, test } from "vitest";
import { jobPath, readJobId } from "../../src/job/job-id.js";
import type { JobApi, JobOperation } from "../../src/index.js";
import { testApi } from "../support/test-api.js";

const get = (path: string, parameter: string, under?: readonly string[]): JobApi => {
  const api = testApi("http://127.0.0.1");
  return { ...api, job: { ...api.job, get: { ...api.job.get, path, parameter, ...(under && { under }) } } };
};
const header = (value: string): { body: unknown; headers: Headers } => ({
  body: undefined,
  headers: new Headers({ location: value }),
});
const place = "$response.header.Location";

test.each([
  ["/jobs/{id}", "https://api.example/base/v1/jobs/j-1?x=1", "j-1"],
  ["/jobs/{id}", "/jobs/j-1/", "j-1"],
  ["/jobs/{id}", "https://elsewhere.example/runs/j-1", "j-1"],
  ["/jobs/{id}/status", "https://api.example/jobs/j-1/status", "j-1"],
  ["/results/{id}.json", "/results/j-1.json", "j-1"],
  ["/jobs/{id}", "/jobs/..", undefined],
  ["/jobs/{id}", "/jobs/a%2Fb", undefined],
])("a job at %s is found in %s", (path, url, id) => {
  expect(readJobId(get(path, "id"), place, header(url))).toBe(id);
});

test("a name with a path in a body must fit the get operation's path", () => {
  const api = get("/v1/operations/{id}", "id");
  expect(readJobId(api, "/name", { body: { name: "operations/op-1" } })).toBe("op-1");
  expect(readJobId(api, "/name", { body: { name: "../secrets/op-1" } })).toBeUndefined();
});

test("an id under a parameter holds both, and gives both back", () => {
  const api = get("/projects/{p}/jobs/{id}", "id", ["p"]);
  expect(readJobId(api, "/id", { body: { id: 7 } }, { p: "red" })).toBe("red~7");
  expect(readJobId(api, place, header("/projects/blue/jobs/8"))).toBe("blue~8");
  expect(readJobId(api, "/id", { body: { id: 7 } })).toBeUndefined();
  // It would be read back as another job's.
  expect(readJobId(api, "/id", { body: { id: 7 } }, { p: "red~1" })).toBeUndefined();
  expect(readJobId(api, "/id", { body: { id: "7~8" } }, { p: "red" })).toBe("red~7~8");
  const cancel: JobOperation = { id: "cancel", method: "POST", path: "/jobs/{job}/stop", parameter: "job" };
  expect(jobPath(api, api.job.get, "red~7")).toEqual({ p: "red", id: "7" });
  expect(jobPath(api, cancel, "red~7")).toEqual({ job: "7" });
});
