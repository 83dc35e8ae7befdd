import { describe, expect, it } from "vitest";
import { chooseEngine, type Engine } from "../../src/providers/engines.js";

const engine = (id: string, ...pairs: string[]): Engine => ({
  id,
  conversions: pairs.map((pair) => {
    const [from = "", to = ""] = pair.split(">");
    return { from, to };
  }),
  raw: {},
});

const engines = [
  engine("ki/old", "pdf>docx"),
  engine("ki/ocr", "jpeg>docx", "jpeg>xlsx"),
  engine("ki/new", "pdf>docx"),
];

describe("chooseEngine", () => {
  it("takes the first that can do the conversion, whatever way the format is spelt", () => {
    expect(chooseEngine("p", engines, { from: "pdf", to: "docx" })).toBe("ki/old");
    expect(chooseEngine("p", engines, { from: "jpg", to: "xlsx" })).toBe("ki/ocr");
  });

  it("keeps the caller's engine, and refuses it where it cannot", () => {
    expect(chooseEngine("p", engines, { engine: "ki/new", from: "pdf", to: "docx" })).toBe("ki/new");
    expect(() => chooseEngine("p", engines, { engine: "ki/ocr", from: "pdf", to: "docx" })).toThrow("ki/ocr");
  });

  it("names the engines there are, or the formats, when nothing fits", () => {
    const hint = (wish: Parameters<typeof chooseEngine>[2]) => {
      try {
        return chooseEngine("p", engines, wish);
      } catch (error) {
        return (error as { details: { hint: string } }).details.hint;
      }
    };
    expect(hint({ engine: "ki/orc" })).toContain("Did you mean ki/ocr?");
    expect(hint({ from: "jpeg", to: "pptx" })).toContain("docx, xlsx");
    expect(hint({ from: "gif", to: "docx" })).toContain("pdf, jpeg");
  });

  it("trusts an engine that lists no conversions", () => {
    expect(chooseEngine("p", [engine("any")], { from: "gif", to: "docx" })).toBe("any");
  });
});
