import { expect, it } from "vitest";
import { checkFieldNames, parseJsonFields, selectFields } from "../../src/output/json-fields.js";

it("keeps the named fields in their order, null where a value is not known", () => {
  expect(selectFields({ a: 1, b: 2 }, ["b", "c"])).toEqual({ b: 2, c: null });
  expect(selectFields({ a: 1 }, parseJsonFields("*"))).toEqual({ a: 1 });
});

it("refuses a field that the command does not have, with the nearest one", () => {
  expect(() => checkFieldNames(["sate"], ["state", "status"])).toThrow('no field "sate"');
  expect(() => checkFieldNames("all", [])).not.toThrow();
  expect(() => parseJsonFields("a,,b")).toThrow("commas");
});
