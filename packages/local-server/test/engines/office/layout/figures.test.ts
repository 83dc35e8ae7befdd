import { expect, it } from "vitest";
import { openUpright } from "../../../../src/engines/office/layout/open-upright.js";
import type { Block } from "../../../../src/engines/office/layout/layout-model.js";
import { flatten, layoutPage } from "../../../../src/engines/office/layout/page-layout.js";
import { plainText } from "../../../../src/engines/office/layout/plain-text.js";
import { openPdf } from "../../../../src/engines/pdf/open-pdf.js";
import { stream, text, tinyPdf, type TinyPdf } from "../../pdf/tiny-pdf.js";

async function blocksOf(pdf: TinyPdf): Promise<Block[]> {
  const document = await openPdf(tinyPdf(pdf));
  try {
    return layoutPage(openUpright(document, 0), new Set()).flow.flatMap(flatten);
  } finally {
    document.close();
  }
}

const sentence = text("F1", 11, 50, 560, "A sentence that stands above the chart and is no part of it.");

it("keeps a chart as one picture, with what it says as its labels", async () => {
  const bars = [100, 150, 200].map((x, at) => `0 0 1 rg ${x} 300 30 ${40 + 30 * at} re f\n`).join("");
  const axes = "0 G 90 300 m 250 300 l S 90 300 m 90 420 l S\n";
  const labels = [100, 150, 200].map((x, at) => text("F1", 8, x, 288, `Q${at + 1}`)).join("");
  const blocks = await blocksOf({ pages: [{ content: sentence + bars + axes + labels }] });
  expect(blocks.map((block) => block.kind)).toEqual(["paragraph", "image"]);
  const [, chart] = blocks;
  expect(chart).toMatchObject({ kind: "image", labels: "Q1 Q2 Q3" });
  expect(chart?.box.bottom).toBeLessThan(289);
  expect(chart?.box.top).toBeGreaterThan(399);
});

it("does not make a picture of text on a curved background", async () => {
  const curves = Array.from(
    { length: 8 },
    (_, at) => `40 ${300 + at * 30} m 150 ${350 + at * 30} 250 ${280 + at * 30} 380 ${320 + at * 30} c S\n`,
  );
  const lines = Array.from({ length: 12 }, (_, at) =>
    text("F1", 11, 50, 540 - 18 * at, "Running text with more than six words in its line."),
  );
  const blocks = await blocksOf({ pages: [{ content: curves.join("") + lines.join("") }] });
  expect(blocks.every((block) => block.kind === "paragraph")).toBe(true);
});

it("levels a page whose text stands sideways", async () => {
  const content = [0, 1]
    .map((at) => `BT /F1 11 Tf 0 1 -1 0 ${100 + 14 * at} 50 Tm (Sideways line ${at + 1}.) Tj ET\n`)
    .join("");
  const document = await openPdf(tinyPdf({ pages: [{ content }] }));
  const page = openUpright(document, 0);
  expect([page.widthPt, page.heightPt]).toEqual([600, 400]);
  expect(page.chars().every((char) => Math.abs(char.angle) < 1)).toBe(true);
  document.close();
});

it("lets the text of a searchable scan stand for its picture", async () => {
  const image =
    "/Type /XObject /Subtype /Image /Width 1 /Height 1 /BitsPerComponent 8 /ColorSpace /DeviceGray /Filter /ASCIIHexDecode";
  const scan = "q 400 0 0 600 0 0 cm /I Do Q\n";
  const pdf = (mode: number): TinyPdf => ({
    pages: [{ content: `${scan}${mode} Tr ${text("F1", 11, 50, 500, "Recognised words")}` }],
    objects: { 20: stream("ee>", image) },
    resources: "/XObject << /I 20 0 R >>",
  });
  const hidden = await blocksOf(pdf(3));
  expect(hidden.map((block) => (block.kind === "paragraph" ? plainText(block) : block.kind))).toEqual([
    "Recognised words",
  ]);
  expect((await blocksOf(pdf(0)))[0]).toMatchObject({ kind: "image", behindText: true });
});
