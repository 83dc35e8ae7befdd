import { expect, it } from "vitest";
import {
  elevationDetectorEngine,
  type ElevationResult,
} from "../../../src/engines/construction/elevation-detector-engine.js";
import { runEngine, sample } from "./run-engine.js";
import { picturePdf, sheetsPdf, SheetWriter } from "./sheet-writer.js";

function detect(pdf: string | Uint8Array, options: Record<string, unknown> = {}): Promise<ElevationResult> {
  return runEngine<ElevationResult>(elevationDetectorEngine, pdf, options);
}

it("finds each titled elevation and the box of its drawing, and nothing else on the sheet", async () => {
  const sheet = new SheetWriter()
    .titleBlock("A-201", ["EXTERIOR", "ELEVATIONS"])
    .facade({ x: 200, y: 1000 }, 800, 200)
    .viewTitle({ x: 250, y: 960 }, "NORTH ELEVATION")
    .facade({ x: 1200, y: 1000 }, 700, 200)
    .viewTitle({ x: 1250, y: 960 }, "SOUTH ELEVATION", "SCALE 1:100")
    .facade({ x: 200, y: 300 }, 600, 180)
    .viewTitle({ x: 250, y: 260 }, "BUILDING SECTION")
    .text({ x: 1200, y: 500 }, "SEE ELEVATION 3 FOR GLAZING", 8)
    .text({ x: 1200, y: 480 }, "SCALE AS NOTED", 8)
    .text({ x: 1200, y: 420 }, "FINISHED FLOOR ELEVATION 100'-0\"", 8);
  const result = await detect(sheetsPdf(sheet));
  expect(result).toMatchObject({
    elevations_found: 2,
    pages_analyzed: 1,
    model_version: "elevation-detector-v1.0.0",
  });
  expect(result.elevations.map(({ title, page }) => [title, page])).toEqual([
    ["NORTH ELEVATION", 1],
    ["SOUTH ELEVATION", 1],
  ]);
  const truths = [
    { x1: 200, y1: 1000, x2: 1000, y2: 1260 },
    { x1: 1200, y1: 1000, x2: 1900, y2: 1260 },
  ];
  result.elevations.forEach(({ id, bbox }, index) => {
    expect(id).toMatch(/^ele_[0-9a-f]{12}$/);
    for (const side of ["x1", "y1", "x2", "y2"] as const) {
      // To a cell of the raster that drawings are parted with.
      expect(Math.abs(bbox[side] - (truths[index]?.[side] ?? 0))).toBeLessThan(8);
    }
  });
});

it("takes the frame around an elevation, and a title above it", async () => {
  const sheet = new SheetWriter()
    .rectangle(100, 800, 900, 1400)
    .facade({ x: 200, y: 1000 }, 600, 200)
    .viewTitle({ x: 250, y: 860 }, "INTERIOR ELEVATION - LOBBY")
    .viewTitle({ x: 1300, y: 1300 }, "EAST ELEVATION")
    .facade({ x: 1250, y: 1000 }, 600, 180);
  const { elevations } = await detect(sheetsPdf(sheet));
  expect(elevations.map(({ title }) => title)).toEqual(["INTERIOR ELEVATION - LOBBY", "EAST ELEVATION"]);
  expect(elevations[0]?.bbox.x1).toBeLessThan(110);
  expect(elevations[1]?.bbox.y2).toBeLessThan(1260);
});

it("reads the pages that are asked for, and gives the same ids again", async () => {
  const elevation = (): SheetWriter =>
    new SheetWriter().facade({ x: 200, y: 1000 }, 800, 200).viewTitle({ x: 250, y: 960 }, "WEST ELEVATION");
  const pdf = sheetsPdf(elevation(), new SheetWriter(), elevation());
  expect((await detect(pdf)).elevations.map(({ page }) => page)).toEqual([1, 3]);
  const third = await detect(pdf, { page_numbers: [3, 9] });
  expect(third).toMatchObject({ pages_analyzed: 1, elevations: [{ page: 3 }] });
  expect((await detect(pdf)).elevations[1]?.id).toBe(third.elevations[0]?.id);
});

it("finds none in a plan, and says that a scan cannot be read", async () => {
  expect((await detect(sample("plan1.pdf"))).elevations).toEqual([]);
  await expect(detect(picturePdf())).rejects.toMatchObject({ code: "unsupported" });
});
