import { expect, it } from "vitest";
import { scheduleExtractorEngine } from "../../../src/engines/construction/schedule-extractor-engine.js";
import type { ScheduleResult } from "../../../src/engines/construction/schedules/schedule-result.js";
import { runEngine, sample } from "./run-engine.js";
import { picturePdf, sheetsPdf, SheetWriter } from "./sheet-writer.js";

function extract(pdf: string | Uint8Array, options: Record<string, unknown> = {}): Promise<ScheduleResult> {
  return runEngine<ScheduleResult>(scheduleExtractorEngine, pdf, options);
}

const doors = [
  ["MARK", "WIDTH", "HEIGHT", "REMARKS"],
  ["101", "3'-0\"", "7'-0\"", "CLOSER"],
  ["102", "2'-8\"", "7'-0\"", ""],
];

it("reads a titled table, and leaves tables that are none alone", async () => {
  const sheet = new SheetWriter()
    .titleBlock("A-601", ["SCHEDULES"])
    .text({ x: 200, y: 1410 }, "DOOR SCHEDULE", 14)
    .table({ x: 200, y: 1400 }, [80, 100, 100, 300], doors)
    .text({ x: 200, y: 910 }, "KEYNOTES", 14)
    .table(
      { x: 200, y: 900 },
      [80, 300],
      [
        ["1", "PATCH WALL"],
        ["2", "PAINT"],
      ],
    );
  const result = await extract(sheetsPdf(sheet));
  expect(result).toMatchObject({
    schedules_found: 1,
    pages_analyzed: null,
    model_version: "schedule-extractor-v1.0.0",
    ocr_fallback_used: false,
    rasterized_pages: [],
    schedules: [
      {
        schedule_type: "door_schedule",
        title: "DOOR SCHEDULE",
        headers: doors[0],
        rows: doors.slice(1),
        bounding_box: { x1: 200, y1: 1340, x2: 780, y2: 1400, page: 1 },
        metadata: { page_number: 1 },
      },
    ],
  });
  const [schedule] = result.schedules;
  expect(schedule?.confidence).toBe(0.98);
});

it("takes the title from the table's own first row, and joins grouped headers", async () => {
  const rows = [
    ["ROOM FINISH SCHEDULE", "<", "<", "<"],
    ["ROOM", "WALLS", "<", "FLOOR"],
    ["", "NORTH", "SOUTH", ""],
    ["100", "PT-1", "PT-2", "CPT-1"],
  ];
  const sheet = new SheetWriter().table({ x: 300, y: 1200 }, [80, 120, 120, 120], rows);
  const { schedules } = await extract(sheetsPdf(sheet));
  expect(schedules).toMatchObject([
    {
      schedule_type: "finish_schedule",
      title: "ROOM FINISH SCHEDULE",
      headers: ["ROOM", "WALLS NORTH", "WALLS SOUTH", "FLOOR"],
      rows: [["100", "PT-1", "PT-2", "CPT-1"]],
    },
  ]);
});

it("tells several schedules apart by place and page", async () => {
  const two = new SheetWriter()
    .text({ x: 200, y: 1410 }, "WINDOW SCHEDULE", 14)
    .table(
      { x: 200, y: 1400 },
      [80, 100],
      [
        ["TYPE", "SIZE"],
        ["A", "4040"],
      ],
    )
    .text({ x: 900, y: 1410 }, "LIGHTING FIXTURE SCHEDULE", 14)
    .table(
      { x: 900, y: 1400 },
      [80, 100],
      [
        ["TYPE", "LAMP"],
        ["L1", "LED"],
      ],
    );
  const third = new SheetWriter()
    .text({ x: 200, y: 1410 }, "DOOR SCHEDULE", 14)
    .table({ x: 200, y: 1400 }, [80, 100, 100, 300], doors);
  const pdf = sheetsPdf(two, third);
  const types = (result: ScheduleResult): string[] =>
    result.schedules.map(({ schedule_type, bounding_box }) => `${bounding_box.page} ${schedule_type}`);
  expect(types(await extract(pdf))).toEqual([
    "1 window_schedule",
    "1 lighting_fixture_schedule",
    "2 door_schedule",
  ]);
  const second = await extract(pdf, { page_numbers: [2] });
  expect([second.pages_analyzed, types(second)]).toEqual([1, ["2 door_schedule"]]);
});

it("finds none in a plan, and says that a scan cannot be read", async () => {
  expect((await extract(sample("plan1.pdf"))).schedules).toEqual([]);
  await expect(extract(picturePdf())).rejects.toMatchObject({ code: "unsupported" });
});
