import { describe, expect, it } from "vitest";
import { closest, suggest } from "../src/closest.js";

describe("closest", () => {
  it("finds the word behind a swap, a missing and a wrong letter", () => {
    const known = ["docx", "xlsx", "pptx"];
    expect(closest("dcox", known)).toBe("docx");
    expect(closest("xlx", known)).toBe("xlsx");
    expect(closest("PPTX", known)).toBe("pptx");
  });

  it("offers nothing when nothing is near", () => {
    expect(closest("markdown", ["docx", "xlsx"])).toBeUndefined();
    expect(closest("", [])).toBeUndefined();
  });

  it("lists what is known, and cuts a long list", () => {
    expect(suggest("zzzzzz", ["one", "two"])).toBe("Known: one, two.");
    const many = Array.from({ length: 60 }, (_, index) => `format${index}`);
    expect(suggest("zzzzzzzzz", many)).toContain("(60 in all)");
  });
});
