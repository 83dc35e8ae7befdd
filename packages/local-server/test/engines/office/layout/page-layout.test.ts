import { describe, expect, it } from "vitest";
import type {
  Block,
  PageLayout,
  ParagraphBlock,
  TableBlock,
} from "../../../../src/engines/office/layout/layout-model.js";
import { flatten, layoutPage } from "../../../../src/engines/office/layout/page-layout.js";
import { plainText } from "../../../../src/engines/office/layout/plain-text.js";
import { openPdf } from "../../../../src/engines/pdf/open-pdf.js";
import { text, tinyPdf } from "../../pdf/tiny-pdf.js";

async function layout(content: string): Promise<PageLayout> {
  const pdf = await openPdf(tinyPdf({ pages: [{ content }] }));
  try {
    return layoutPage(pdf.page(0), new Set());
  } finally {
    pdf.close();
  }
}

function blocks(page: PageLayout): Block[] {
  return page.flow.flatMap(flatten);
}

function paragraphs(page: PageLayout): ParagraphBlock[] {
  return blocks(page).filter((block) => block.kind === "paragraph");
}

function tables(page: PageLayout): string[][][] {
  return blocks(page)
    .filter((block): block is TableBlock => block.kind === "table")
    .map((table) =>
      table.rows.map((row) => row.cells.map((cell) => cell.paragraphs.map(plainText).join(" "))),
    );
}

/** Lines of text below each other. */
function lines(x: number, y: number, values: string[], pitch: number = 13): string {
  return values.map((value, index) => text("F1", 11, x, y - pitch * index, value)).join("");
}

const prose = [
  "The contractor verifies all field dimensions before the",
  "fabrication starts and reports each deviation in writing",
  "to the client, who answers within fourteen days or has",
  "the work measured again.",
];

describe("paragraphs", () => {
  it("go over their lines and end with a short one or a gap", async () => {
    const page = await layout(lines(50, 500, [...prose, ...prose]) + lines(50, 380, prose));
    const joined = prose.join(" ");
    expect(paragraphs(page).map(plainText)).toEqual([joined, joined, joined]);
  });

  it("start where a line is further in", async () => {
    const full = prose.slice(0, 3);
    const content =
      lines(50, 500, full) + lines(62, 500 - 39, ["Meanwhile the second paragraph starts further in and"]);
    const page = await layout(content + lines(50, 500 - 52, full));
    expect(paragraphs(page)).toHaveLength(2);
    expect(paragraphs(page)[1]?.firstLinePt).toBeCloseTo(12, 0);
  });

  it("make a word whole that is broken over two lines, and keep a hyphen that belongs to it", async () => {
    const broken = [
      "The contractor verifies all field dimensions before fabri-",
      "cation starts in the long-term workshop. Further long-",
      "term orders follow.",
    ];
    const [paragraph] = paragraphs(await layout(lines(50, 500, broken)));
    expect(paragraph && plainText(paragraph)).toBe(
      "The contractor verifies all field dimensions before fabrication starts in the long-term workshop. Further long-term orders follow.",
    );
  });

  it("of a list keep their markers and hang", async () => {
    const items =
      lines(50, 500, ["1.", "2."], 26) +
      lines(70, 500, [
        "Prepare the place where the work will be done and",
        "clean it.",
        "Verify every dimension again.",
      ]);
    const list = paragraphs(await layout(items));
    expect(list.map(plainText)).toEqual([
      "1.\tPrepare the place where the work will be done and clean it.",
      "2.\tVerify every dimension again.",
    ]);
    expect(list[0]).toMatchObject({ firstLinePt: -20, indentPt: 20 });
  });

  it("are centred or at the right where their lines are", async () => {
    const page = await layout(
      lines(50, 500, prose) + lines(170, 430, ["A short title"]) + lines(285, 400, ["5 May 2031"]),
    );
    expect(paragraphs(page).map((paragraph) => paragraph.align)).toEqual(["left", "center", "right"]);
  });
});

describe("columns", () => {
  it("are read one after the other, headings across them first", async () => {
    const half = [
      "Text in a narrow column is",
      "wrapped after few words so",
      "that it goes on for longer",
      "than one would expect it.",
    ];
    const content =
      text("F2", 16, 60, 560, "A heading that goes over both columns") +
      lines(30, 520, half) +
      lines(220, 520, half);
    const page = await layout(content);
    expect(page.flow.map((item) => item.kind)).toEqual(["paragraph", "columns"]);
    expect(paragraphs(page).map((p) => plainText(p).slice(0, 9))).toEqual([
      "A heading",
      "Text in a",
      "Text in a",
    ]);
  });
});

describe("tables", () => {
  it("have their rows, columns and merged cells from their lines", async () => {
    // Two by two, the first row merged.
    const grid = "0.5 w 50 400 200 60 re S 50 430 m 250 430 l S 150 400 m 150 430 l S\n";
    const content =
      grid +
      text("F1", 11, 55, 440, "Header") +
      text("F1", 11, 55, 410, "left") +
      text("F1", 11, 155, 410, "right");
    const page = await layout(content + lines(50, 300, prose));
    expect(tables(page)).toEqual([[["Header"], ["left", "right"]]]);
    const [table] = blocks(page);
    expect(table).toMatchObject({ kind: "table", ruled: true });
    expect(table?.kind === "table" && table.rows[0]?.cells[0]?.columnSpan).toBe(2);
  });

  it("are found without lines where columns stay apart", async () => {
    const row = (y: number, values: string[]): string =>
      values.map((value, at) => text("F1", 11, 50 + 110 * at, y, value)).join("");
    const content =
      lines(50, 540, prose) +
      row(460, ["Item", "Quantity", "Price"]) +
      row(444, ["Concrete", "120", "95.50"]) +
      row(428, ["Rebar", "8,400", "1.15"]) +
      lines(50, 380, prose);
    expect(tables(await layout(content))).toEqual([
      [
        ["Item", "Quantity", "Price"],
        ["Concrete", "120", "95.50"],
        ["Rebar", "8,400", "1.15"],
      ],
    ]);
  });

  it("are not made of text, of a list or of a frame around text", async () => {
    const frame = "0.5 w 40 300 320 220 re S\n";
    const list =
      lines(50, 420, ["1.", "2.", "3."]) + lines(90, 420, ["First item", "Second item", "Third item"]);
    expect(tables(await layout(frame + lines(50, 500, prose) + list))).toEqual([]);
  });
});

describe("decorations", () => {
  it("underline and strike the words above and below a line, which then is no part of a table", async () => {
    const content =
      text("F1", 11, 50, 500, "under") +
      "50 498.5 28 0.6 re f\n" +
      text("F1", 11, 50, 470, "struck") +
      "50 473.5 30 0.6 re f\n";
    const runs = paragraphs(await layout(content)).flatMap((paragraph) => paragraph.runs);
    expect(runs.map(({ text: value, underline, strike }) => [value, underline, strike])).toEqual([
      ["under", true, false],
      ["struck", false, true],
    ]);
  });
});
