import { expect, test, vi } from "vitest";
import * as jobsCore from "../../src/index.js";
import { JobFailedError, JobsError, WaitTimeoutError } from "../../src/index.js";

test("every error class has a name, a code and a next step of its own", () => {
  const classes = Object.entries(jobsCore).filter(([name]) => name.endsWith("Error") && name !== "JobsError");
  expect(classes.length).toBe(23);
  const made = classes.map(([name, Class]) => {
    const error = new (Class as typeof JobsError)("message");
    expect(error.name).toBe(name);
    expect(error.hint).toMatch(/\.$/);
    return error.code;
  });
  expect(new Set(made).size).toBe(23);
});

test("an error of another copy of this package is recognised, and its class too", async () => {
  vi.resetModules();
  const copy = await import("../../src/errors/errors.js");
  const error = new copy.JobFailedError("no");
  expect(error).not.toBeInstanceOf(JobsError);
  expect(JobsError.isInstance(error)).toBe(true);
  expect(JobFailedError.isInstance(error)).toBe(true);
  expect(WaitTimeoutError.isInstance(error)).toBe(false);
  expect(JobsError.isInstance(new Error("no"))).toBe(false);
  expect(JobsError.isInstance(null)).toBe(false);
});
