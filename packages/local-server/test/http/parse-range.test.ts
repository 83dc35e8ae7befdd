import { expect, it } from "vitest";
import { parseRange } from "../../src/http/parse-range.js";

it.each([
  ["bytes=0-0", { start: 0, end: 0 }],
  ["bytes=0-", { start: 0, end: 9 }],
  ["bytes=5-99", { start: 5, end: 9 }],
  ["bytes=-4", { start: 6, end: 9 }],
  ["bytes=-99", { start: 0, end: 9 }],
  ["bytes=10-", "unsatisfiable"],
  ["bytes=-0", "unsatisfiable"],
  ["bytes=4-2", undefined],
  ["bytes=0-1,4-5", undefined],
  ["lines=0-1", undefined],
  ["bytes=-", undefined],
  ["bytes=a-b", undefined],
  [undefined, undefined],
])("reads %j of ten bytes", (header, wanted) => {
  expect(parseRange(header, 10)).toEqual(wanted);
});

it("has nothing to give of an empty file", () => {
  expect(parseRange("bytes=0-", 0)).toBe("unsatisfiable");
  expect(parseRange("bytes=-1", 0)).toBe("unsatisfiable");
});
