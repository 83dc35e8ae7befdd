import { expect, it } from "vitest";
import type { FaultedRequest } from "../../src/faults/fault.js";
import { createFaultPlan } from "../../src/faults/fault-plan.js";
import { ApiError } from "../../src/http/api-error.js";

const request = (method: string, path: string): FaultedRequest => ({
  method,
  path,
  api: {
    fault: (_fault, message) => new ApiError({ status: 500, message }),
    isSubmit: (candidate) => candidate === "/convert",
  },
  signal: new AbortController().signal,
});

it("counts only the requests that can have the fault", () => {
  const plan = createFaultPlan({ faults: ["failed-job=X;count=2"], random: () => 0 });
  expect(plan.choose(request("GET", "/convert"), undefined)).toEqual([]);
  expect(plan.choose(request("POST", "/files"), undefined)).toEqual([]);
  const struck = [1, 2, 3].map(() => plan.choose(request("POST", "/convert"), undefined).length);
  expect(struck).toEqual([1, 1, 0]);
});

it("counts each header's text by itself", () => {
  const plan = createFaultPlan({ faults: [], random: () => 0 });
  const strike = (header: string): number => plan.choose(request("GET", "/a"), header).length;
  expect([strike("error;count=1"), strike("error;count=1"), strike("error;count=1;name=b")]).toEqual([
    1, 0, 1,
  ]);
});

it("leaves a probability to chance", () => {
  const numbers = [0.1, 0.3, 0.29, 0.9];
  const plan = createFaultPlan({ faults: ["error;probability=0.3"], random: () => numbers.shift() ?? 1 });
  const struck = [1, 2, 3, 4].map(() => plan.choose(request("GET", "/a"), undefined).length);
  expect(struck).toEqual([1, 0, 1, 0]);
});

it("puts the header's faults before the standing ones", () => {
  const plan = createFaultPlan({ faults: ["stall", "reset;path=/b"], random: () => 0 });
  expect(plan.choose(request("GET", "/a"), "error, expired")).toHaveLength(3);
});
