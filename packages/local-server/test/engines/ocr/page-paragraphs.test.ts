import { describe, expect, it } from "vitest";
import { groupColumns } from "../../../src/engines/ocr/page-columns.js";
import { joinLines, pageParagraphs } from "../../../src/engines/ocr/page-paragraphs.js";
import type { OcrLine, OcrPage } from "../../../src/engines/ocr/recognise-page.js";

/** A line of 20 pixel high type in which every character is 10 pixels wide. */
function line(text: string, x0: number, baselineY: number, right?: number): OcrLine {
  let x = x0;
  const words = text.split(" ").map((word) => {
    const box = { x0: x, x1: x + word.length * 10, y0: baselineY - 15, y1: baselineY + 5 };
    x = box.x1 + 10;
    return { text: word, box, confidence: 95 };
  });
  const box = { x0, x1: right ?? x - 10, y0: baselineY - 15, y1: baselineY + 5 };
  return { words, box, rowHeight: 20, baselineY, weight: 0.1 };
}

function page(blocks: OcrLine[][], loose: OcrLine[] = []): OcrPage {
  return { width: 1000, height: 1000, dpi: 200, blocks, loose, tables: [] };
}

function texts(of: OcrPage): string[] {
  return pageParagraphs(of).map((item) => (item.kind === "paragraph" ? item.text : "table"));
}

describe("joinLines", () => {
  it.each([
    ["processing of the docu-", "ment was slow", "processing of the document was slow"],
    ["a peer-to-", "peer network", "a peer-to-peer network"],
    ["Anti-", "Circumvention Law", "Anti-Circumvention Law"],
    ["pages 10-", "20 of it", "pages 10- 20 of it"],
    ["plain", "text", "plain text"],
  ])("joins %j and %j", (first, second, expected) => {
    expect(joinLines([line(first, 0, 20), line(second, 0, 45)])).toBe(expected);
  });
});

describe("pageParagraphs", () => {
  it("joins lines that wrap and parts them where a line ends early", () => {
    const block = [
      line("one two three four five", 0, 20, 300),
      line("six seven.", 0, 45),
      line("Eight nine ten eleven", 0, 70, 300),
      line("twelve", 0, 95),
    ];
    expect(texts(page([block]))).toEqual([
      "one two three four five six seven.",
      "Eight nine ten eleven twelve",
    ]);
  });

  it("keeps the lines of an address apart", () => {
    const block = [
      line("Northwind Traders Limited", 0, 20),
      line("12 Harbour", 0, 45),
      line("Bristolsomewhere BS1", 0, 70),
    ];
    expect(texts(page([block]))).toHaveLength(3);
  });

  it("puts a list number that was read apart to its line, and its dot to the number", () => {
    const block = [line(". without even the implied warranty", 40, 20), line("Second item", 60, 70)];
    const number = line("5", 28, 20);
    const [first, second] = pageParagraphs(page([block], [number, line("2.", 20, 70)]));
    expect(first).toMatchObject({ marker: "5.", text: "without even the implied warranty" });
    expect(second).toMatchObject({ marker: "2.", text: "Second item" });
  });

  it("puts loose text between the paragraphs above and below it", () => {
    const blocks = [[line("top of page", 0, 20)], [line("end of page", 0, 500)]];
    expect(texts(page(blocks, [line("found later", 0, 250)]))).toEqual([
      "top of page",
      "found later",
      "end of page",
    ]);
  });
});

describe("groupColumns", () => {
  const item = (
    x0: number,
    y0: number,
    x1: number,
    y1: number,
  ): { box: { x0: number; y0: number; x1: number; y1: number } } => ({
    box: { x0, y0, x1, y1 },
  });

  it("finds two columns between text of full width", () => {
    const items = [
      item(0, 0, 100, 10),
      item(0, 20, 45, 60),
      item(0, 65, 45, 90),
      item(55, 20, 100, 88),
      item(0, 100, 100, 110),
    ];
    const groups = groupColumns(items);
    expect(groups.map(({ kind }) => kind)).toEqual(["item", "columns", "item"]);
    const [, columns] = groups;
    expect(columns?.kind === "columns" && columns.columns.map(({ items: inside }) => inside.length)).toEqual([
      2, 1,
    ]);
  });

  it("finds three columns", () => {
    const groups = groupColumns([item(0, 0, 30, 90), item(35, 0, 65, 90), item(70, 0, 100, 90)]);
    expect(groups).toHaveLength(1);
    expect(groups[0]?.kind === "columns" && groups[0].columns).toHaveLength(3);
  });

  it("leaves what stands below each other alone, moved in or not", () => {
    expect(
      groupColumns([item(0, 0, 40, 10), item(50, 20, 90, 30), item(0, 40, 40, 50)]).map(({ kind }) => kind),
    ).toEqual(["item", "item", "item"]);
  });
});
