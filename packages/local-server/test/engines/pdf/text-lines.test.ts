import { expect, it } from "vitest";
import { openPdf } from "../../../src/engines/pdf/open-pdf.js";
import { textLines, type TextLine } from "../../../src/engines/pdf/text-lines.js";
import { text, tinyPdf } from "./tiny-pdf.js";

async function linesOf(content: string): Promise<TextLine[]> {
  const pdf = await openPdf(tinyPdf({ pages: [{ content }] }));
  try {
    return textLines(pdf.page(0).chars());
  } finally {
    pdf.close();
  }
}

it("puts everything on one baseline into one line, however it was drawn", async () => {
  const content =
    text("F1", 10, 300, 500, "right") +
    text("F1", 10, 50, 480, "second line") +
    text("F1", 10, 50, 500, "left");
  const lines = await linesOf(content);
  expect(lines.map((line) => line.text)).toEqual(["left right", "second line"]);
  expect(lines[0]?.words[1]).toMatchObject({ text: "right", left: 300, baseline: 500, fontSizePt: 10 });
});

it("joins the parts of a word and keeps words apart without a space character", async () => {
  // "Hel" and "lo" touch; "there" starts a space's width later.
  const content = "BT /F1 10 Tf 50 500 Td (Hel) Tj 15 0 Td (lo) Tj 10.8 0 Td (there) Tj ET";
  expect((await linesOf(content)).map((line) => line.text)).toEqual(["Hello there"]);
});

it("keeps a superscript on the line it belongs to", async () => {
  const content =
    text("F1", 12, 50, 500, "E = mc") + text("F1", 7, 88, 505, "2") + text("F1", 12, 50, 484, "next");
  const lines = await linesOf(content);
  expect(lines).toHaveLength(2);
  expect(lines[0]?.text.replaceAll(" ", "")).toBe("E=mc2");
  expect(lines[0]).toMatchObject({ baseline: 500, fontSizePt: 12 });
});

it("reads turned text along its own baseline, after the level text", async () => {
  const turned = "BT /F1 10 Tf 0 1 -1 0 30 100 Tm (Side note) Tj ET\n";
  const lines = await linesOf(turned + text("F1", 10, 50, 500, "Level"));
  expect(lines.map((line) => [line.text, line.angle])).toEqual([
    ["Level", 0],
    ["Side note", 90],
  ]);
});
