import { describe, expect, it } from "vitest";
import { dictionaryIn, nameIn, numberIn, stringIn } from "../../../src/input/pdf/pdf-value.js";
import { readPdfDictionary } from "../../../src/input/pdf/read-pdf-value.js";

const read = (text: string) => readPdfDictionary(text, 0);

describe("readPdfDictionary", () => {
  it("reads every kind of value", () => {
    const text =
      "\n<</A 1/B -2.5 /C/Na#20me % note >>\n/D <0a F> /E [1 0 R null true (x)] /F << /G 12 0 R >> /H false>>";
    const dictionary = read(text);
    if (!dictionary) throw new Error("not read");
    expect([...dictionary.entries.keys()]).toEqual(["A", "B", "C", "D", "E", "F", "H"]);
    expect(numberIn(dictionary, "B")).toBe(-2.5);
    expect(nameIn(dictionary, "C")).toBe("Na me");
    expect(stringIn(dictionary, "D")).toEqual(Buffer.from([0x0a, 0xf0]));
    expect(dictionaryIn(dictionary, "F")?.entries.get("G")).toEqual({
      type: "reference",
      number: 12,
      generation: 0,
    });
  });

  it("reads strings with escapes, parentheses and bytes of every kind", () => {
    const dictionary = read("<< /S (a(b\\)\\n\\101\\0534\\\r\n(c)) \u00ff\r\nd) /T (\\x) >>");
    expect(dictionary && stringIn(dictionary, "S")?.toString("latin1")).toBe("a(b)\nA+4(c)) \u00ff\nd");
    expect(dictionary && stringIn(dictionary, "T")?.toString()).toBe("x");
  });

  it("gives nothing for what is not whole, no dictionary, or too deep", () => {
    for (const text of ["", "12", "[1]", "<< /A", "<< /A (b", "<< /A 1", "<< 1 2 >>", "<< /A <zz> >>"]) {
      expect(read(text), text).toBeUndefined();
    }
    expect(read(`<< /A ${"[".repeat(100_000)}`)).toBeUndefined();
  });
});
