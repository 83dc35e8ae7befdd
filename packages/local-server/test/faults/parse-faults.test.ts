import { expect, it } from "vitest";
import { faultKinds } from "../../src/faults/fault-kinds.js";
import { parseFaults } from "../../src/faults/parse-faults.js";

it("reads several faults, each with its conditions", () => {
  const [first, second, ...others] = parseFaults(
    "delay=250; probability=0.5; count=3; path=/convert/job/*/download, reset ;method=post;name=a",
  );
  expect(others).toEqual([]);
  expect(first).toMatchObject({ probability: 0.5, count: 3, method: undefined });
  expect(first?.path.test("/convert/job/7/download")).toBe(true);
  expect(first?.path.test("/convert/job/7/downloads")).toBe(false);
  expect(second).toMatchObject({ probability: 1, count: Number.POSITIVE_INFINITY, method: "POST" });
});

it("takes a path's other characters as they are", () => {
  const [rule] = parseFaults("stall;path=/a.b+c/*");
  expect(rule?.path.test("/a.b+c/d/e")).toBe(true);
  expect(rule?.path.test("/axb+c/d")).toBe(false);
});

it.each([
  ["", /no fault ""/],
  ["slow", /no fault "slow"/],
  ["delay", /delay takes a whole number/],
  ["delay=-1", /delay takes/],
  ["delay=1e3", /delay takes/],
  ["error=404", /error takes a whole number from 500 to 599/],
  ["reset=1", /reset takes no value/],
  ["refuse=500:x", /refuse takes/],
  ["refuse=429", /refuse takes/],
  ["status=two words", /status takes one word/],
  ["failed-job", /failed-job takes/],
  ["stall;count=0", /count takes/],
  ["stall;probability=2", /probability takes/],
  ["stall;probability=", /probability takes/],
  ["stall;path=convert", /path takes/],
  ["stall;path=/*********", /8 stars/],
  ["stall;when=now", /no condition "when"/],
  ["stall,", /no fault ""/],
  [`status=${"x".repeat(3000)}`, /2000 characters/],
])("refuses %j", (spec, message) => {
  expect(() => parseFaults(spec)).toThrow(message);
});

it("names every kind where one is not known", () => {
  expect(() => parseFaults("nonsense")).toThrow(
    new RegExp(faultKinds.map(({ name }) => `${name}\\b.*`).join("")),
  );
});
