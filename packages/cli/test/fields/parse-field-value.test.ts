import { describe, expect, it } from "vitest";
import { parseFieldValue } from "../../src/fields/parse-field-value.js";
import type { FieldInfo } from "../../src/provider-entry.js";

const field = (type: FieldInfo["type"], rest: Partial<FieldInfo> = {}): FieldInfo => ({
  name: "f",
  type,
  required: false,
  description: "",
  ...rest,
});

describe("parseFieldValue", () => {
  it.each<[FieldInfo, string, unknown]>([
    [field("string"), "007", "007"],
    [field("string"), "", ""],
    [field("integer"), "42", 42],
    [field("number"), "-1.5e3", -1500],
    [field("boolean"), "true", true],
    [field("object"), '{"a":[1]}', { a: [1] }],
    [field("array", { items: "string" }), "033000,079200", ["033000", "079200"]],
    [field("array", { items: "integer" }), "1, 2", [1, 2]],
    [field("array", { items: "integer" }), "[3]", [3]],
  ])("%j reads %j", (info, text, value) => {
    expect(parseFieldValue(info, text)).toEqual(value);
  });

  it.each<[FieldInfo, string]>([
    [field("integer"), "1.5"],
    [field("integer"), "99999999999999999999"],
    [field("number"), ""],
    [field("boolean"), "yes"],
    [field("object"), "[1]"],
    [field("object"), "null"],
    [field("array"), "a,,b"],
    [field("array", { items: "object" }), "a,b"],
    [field("file"), "a.pdf"],
  ])("%j refuses %j", (info, text) => {
    expect(() => parseFieldValue(info, text)).toThrow(/^f/u);
  });

  it("takes an unknown value of an open field, but not a misspelling of a known one", () => {
    const open = field("string", { known: ["docx", "xlsx"], open: true });
    expect(parseFieldValue(open, "markdown")).toBe("markdown");
    expect(() => parseFieldValue(open, "dcox")).toThrow("not a value");
    expect(() => parseFieldValue({ ...open, open: false }, "markdown")).toThrow("not a value");
  });
});
