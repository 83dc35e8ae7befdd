import { describe, expect, it } from "vitest";
import { planFields, type FieldFlags } from "../../src/fields/plan-fields.js";
import { findTarget } from "../../src/providers/find-provider.js";

function plan(target: string, flags: FieldFlags, extension = "") {
  const notes: string[] = [];
  return { ...planFields(findTarget(target), flags, extension, (line) => notes.push(line)), notes };
}

describe("planFields", () => {
  it("puts --to where the API wants the format, in the API's spelling", () => {
    expect(plan("castdoc", { to: "docx" })).toMatchObject({
      format: "docx",
      fields: { output_format: "docx" },
    });
    expect(plan("convert-fast", { to: "jpeg" }).fields).toEqual({ targetFormat: "jpeg" });
    expect(plan("convert-fast", { to: "bank-statement-excel" }).format).toBe("bank-statement-excel");
  });

  it("takes the format from the output's extension when none is named", () => {
    expect(plan("castdoc", {}, "pptx").format).toBe("pptx");
    expect(plan("convert-fast", {}, "webp").format).toBe("webp");
    expect(() => plan("castdoc", {}, "txt")).toThrow("needs the output format");
  });

  it("fills required fields that have a default, and says so", () => {
    const planned = plan("renderocr", { to: "docx" });
    expect(planned.fields["languages"]).toEqual(["eng"]);
    expect(planned.notes.join()).toContain("languages=eng");
    const set = plan("renderocr", { to: "docx", set: ["languages=kor,eng"] });
    expect(set.fields["languages"]).toEqual(["kor", "eng"]);
    expect(set.notes).toEqual([]);
  });

  it("refuses contradictions and suggests what was meant", () => {
    expect(() => plan("castdoc", { to: "docx", set: ["output_format=xlsx"] })).toThrow("contradict");
    expect(() => plan("castdoc", { to: "docx", engine: "a", set: ["engine=b"] })).toThrow("contradict");
    expect(() => plan("convert-fast", { to: "pgn" })).toThrow("no such format");
    expect(() => plan("convert-fast", { to: "jpg", set: ["option={}"] })).toThrow("no such field");
  });

  it("lets a strange format through where the caller insists", () => {
    expect(plan("convert-fast", { set: ["targetFormat=pgn"] }).format).toBe("pgn");
  });
});
