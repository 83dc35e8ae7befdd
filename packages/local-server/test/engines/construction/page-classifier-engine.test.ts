import { expect, it } from "vitest";
import {
  pageClassifierEngine,
  type PageClassifierResult,
} from "../../../src/engines/construction/page-classifier-engine.js";
import { runEngine, sample } from "./run-engine.js";
import { picturePdf, sheetsPdf, SheetWriter } from "./sheet-writer.js";

function classify(
  pdf: string | Uint8Array,
  options: Record<string, unknown> = {},
): Promise<PageClassifierResult> {
  return runEngine<PageClassifierResult>(pageClassifierEngine, pdf, options);
}

const sheets: [number: string, title: string[], documentType: string, drawingType: string, floor: string][] =
  [
    ["G-001", ["COVER SHEET"], "GENERAL", "GENERAL", ""],
    ["A-101", ["FIRST FLOOR PLAN"], "ARCHITECTURAL", "FLOOR_PLAN", "1"],
    ["A2.01", ["EXTERIOR", "ELEVATIONS"], "ARCHITECTURAL", "ELEVATION", ""],
    ["A-301", ["BUILDING SECTIONS"], "ARCHITECTURAL", "SECTION", ""],
    ["A-501", ["STAIR DETAILS"], "ARCHITECTURAL", "DETAIL", ""],
    ["A-601", ["DOOR SCHEDULE"], "ARCHITECTURAL", "SCHEDULE", ""],
    ["S-100", ["FOUNDATION PLAN", "BASEMENT"], "STRUCTURAL", "FLOOR_PLAN", "B"],
    ["M1.2", ["LEVEL 2 HVAC PLAN"], "MECHANICAL", "FLOOR_PLAN", "2"],
    ["E-301", ["3RD FLOOR LIGHTING", "PLAN"], "ELECTRICAL", "FLOOR_PLAN", "3"],
    ["FP101", ["SPRINKLER PLAN - ROOF"], "FIRE_PROTECTION", "FLOOR_PLAN", "R"],
  ];

it.each([true, false])("reads the title blocks of a set, with captions: %s", async (captions) => {
  const writers = sheets.map(([number, title]) =>
    new SheetWriter()
      .titleBlock(number, title, { captions })
      .text({ x: 400, y: 900 }, "SEE A-999 FOR DETAILS", 9)
      .text({ x: 500, y: 200 }, "C-4", 9),
  );
  const result = await classify(sheetsPdf(...writers));
  expect(
    result.pages.map((page) => [
      page.drawing_number,
      page.title,
      page.document_type,
      page.drawing_type,
      page.floor,
    ]),
  ).toEqual(sheets.map(([number, title, ...others]) => [number, title.join(" "), ...others]));
  expect(result).toMatchObject({
    pages_analyzed: sheets.length,
    model_version: "page-classifier-v2.0.0",
    by_drawing_type: { FLOOR_PLAN: [2, 7, 8, 9, 10], ELEVATION: [3], SCHEDULE: [6] },
  });
});

it("tells division, scope and a description from what it has read", async () => {
  const sheet = new SheetWriter()
    .titleBlock("A-601", ["DOOR SCHEDULE"])
    .text({ x: 400, y: 900 }, "STOREFRONT DOORS SHALL BE FULLY GLAZED", 9);
  const { pages } = await classify(sheetsPdf(sheet));
  expect(pages[0]).toMatchObject({
    division: { code: "08", name: "Openings" },
    scope: ["doors", "windows"],
    description: "Architectural schedules A-601: DOOR SCHEDULE.",
  });
});

it("goes by what is drawn where there is no title block", async () => {
  const { pages } = await classify(sample("plan1.pdf"));
  expect(pages).toMatchObject([
    {
      page_number: 1,
      drawing_number: null,
      title: null,
      document_type: "ARCHITECTURAL",
      drawing_type: "FLOOR_PLAN",
    },
  ]);
});

it("claims nothing of a blank page, skips pages that are not there, and cannot read a scan", async () => {
  const pdf = sheetsPdf(new SheetWriter(), new SheetWriter().titleBlock("P-101", ["PLUMBING PLAN"]));
  const { pages } = await classify(pdf, { page_numbers: [2, 1, 1, 7] });
  expect(pages.map(({ page_number, document_type }) => [page_number, document_type])).toEqual([
    [2, "PLUMBING"],
    [1, "GENERAL"],
  ]);
  expect(pages[1]).toMatchObject({ drawing_number: null, title: null, division: null, scope: [], floor: "" });
  await expect(classify(picturePdf())).rejects.toMatchObject({ code: "unsupported" });
});
