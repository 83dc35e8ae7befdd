import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { doorDetectorEngine } from "../../../src/engines/construction/door-detector-engine.js";
import type { DoorResult } from "../../../src/engines/construction/doors/door-result.js";
import { buildPdf } from "./pdf-builder.js";
import { PlanWriter, polar, type DoorDrawing } from "./plan-writer.js";
import { runEngine, sample } from "./run-engine.js";

const sheet = { width: 2448, height: 1584 };
const door: DoorDrawing = {
  hinge: { x: 1200, y: 800 },
  radius: 27,
  wallDegrees: 0,
  swingDegrees: 90,
  leaf: "line",
  arc: "bezier",
};

function planPdf(...writers: PlanWriter[]): Buffer {
  return buildPdf(writers.map((writer) => ({ ...sheet, content: writer.content() })));
}

function detect(pdf: string | Uint8Array, options: Record<string, unknown> = {}): Promise<DoorResult> {
  return runEngine<DoorResult>(doorDetectorEngine, pdf, options);
}

/** The truths without a door near them and the doors without a truth. */
function compare(result: DoorResult, truths: { x: number; y: number }[]): { missed: number; false: number } {
  const left = [...result.doors];
  let missed = 0;
  for (const truth of truths) {
    const index = left.findIndex(({ hinge }) => Math.hypot(hinge.x - truth.x, hinge.y - truth.y) < 1);
    if (index < 0) missed += 1;
    else left.splice(index, 1);
  }
  return { missed, false: left.length };
}

describe("the sample plans", () => {
  it.each(["plan1", "plan2", "plan3"])(
    "%s: every hinge within a point, and nothing that is no door",
    async (name) => {
      const truth = JSON.parse(readFileSync(sample(`${name}.json`), "utf8")) as { cx: number; cy: number }[];
      // The truth counts y from the top of the sheet.
      const hinges = truth.map(({ cx, cy }) => ({ x: cx, y: sheet.height - cy }));
      const result = await detect(sample(`${name}.pdf`));
      expect(compare(result, hinges)).toEqual({ missed: 0, false: 0 });
      expect(result).toMatchObject({
        doors_found: truth.length,
        pages_analyzed: 1,
        model_version: "door-detector-v1.0.0",
      });
    },
  );
});

describe("ways to draw a door", () => {
  const leaves = ["line", "rectangle", "filled"] as const;
  const arcs = ["bezier", "beziers", "polyline", "coarse", "soup", "dashes"] as const;
  const drawings = leaves.flatMap((leaf) => arcs.map((arc) => ({ leaf, arc })));

  it.each(drawings)("a $leaf leaf with an arc of $arc, at any angle and scale", async ({ leaf, arc }) => {
    const plan = new PlanWriter({ degrees: 23, about: door.hinge });
    [9, 14, 27, 54, 110].forEach((radius, index) => {
      const hinge = { x: 500 + 380 * index, y: 800 };
      plan.door({
        ...door,
        leaf,
        arc,
        radius,
        hinge,
        wallDegrees: 37 * index,
        swingDegrees: index % 2 ? 90 : -90,
      });
    });
    const result = await detect(planPdf(plan));
    expect(compare(result, plan.doors)).toEqual({ missed: 0, false: 0 });
    for (const { radius } of plan.doors) {
      expect(result.doors.some((found) => Math.abs(found.radius - radius) < 0.2)).toBe(true);
    }
  });

  it("a double door is two leaves that meet", async () => {
    const plan = new PlanWriter({ degrees: 61, about: door.hinge });
    plan.door({ ...door, noWall: true });
    plan.door({ ...door, noWall: true, hinge: { x: 1254, y: 800 }, wallDegrees: 180, swingDegrees: -90 });
    expect(compare(await detect(planPdf(plan)), plan.doors)).toEqual({ missed: 0, false: 0 });
  });

  it("a door drawn half open, and one with its threshold", async () => {
    const plan = new PlanWriter();
    plan.door({ ...door, swingDegrees: 45 });
    plan.door({ ...door, hinge: { x: 600, y: 300 }, threshold: true });
    expect(compare(await detect(planPdf(plan)), plan.doors)).toEqual({ missed: 0, false: 0 });
  });
});

describe("what is no door", () => {
  const at = { x: 1200, y: 800 };
  const drawings: Record<string, (plan: PlanWriter) => void> = {
    "a round table": (plan) => plan.circle(at, 27),
    "a table with a line to its rim": (plan) => plan.circle(at, 27).line(at, polar(at, 27, 40)),
    "a grid bubble": (plan) => plan.circle(at, 9).line({ x: 1200, y: 791 }, { x: 1200, y: 700 }),
    "an arc without a leaf": (plan) => plan.door({ ...door, leaf: "none", noWall: true }),
    "a toilet": (plan) =>
      plan
        .bezierArc(at, 8, 0, 180, 2)
        .line({ x: 1192, y: 800 }, { x: 1192, y: 788 })
        .line({ x: 1208, y: 800 }, { x: 1208, y: 788 }),
    "straight stairs": (plan) => {
      for (let x = 0; x < 60; x += 6) plan.line({ x: 1200 + x, y: 800 }, { x: 1200 + x, y: 840 });
    },
    "winding stairs": (plan) => {
      plan.bezierArc(at, 54, 0, 90);
      for (let degrees = 0; degrees <= 90; degrees += 15) plan.line(at, polar(at, 54, degrees));
    },
    "a curved wall between two walls": (plan) =>
      plan.bezierArc(at, 150, 0, 90).line(at, { x: 1500, y: 800 }).line(at, { x: 1200, y: 1100 }),
    "a corner shower": (plan) =>
      plan
        .bezierArc(at, 40, 0, 90)
        .line(at, polar(at, 40, 0))
        .line(at, polar(at, 40, 90)),
    "a rounded table top": (plan) =>
      plan
        .line({ x: 1180, y: 790 }, { x: 1200, y: 790 })
        .bezierArc(at, 10, -90, 90)
        .line({ x: 1210, y: 800 }, { x: 1210, y: 820 }),
  };

  it.each(Object.keys(drawings))("%s", async (name) => {
    const plan = new PlanWriter({ degrees: 12, about: at });
    drawings[name]?.(plan);
    expect((await detect(planPdf(plan))).doors).toEqual([]);
  });
});

describe("the result", () => {
  it("gives each door its page, a box with the hinge in its corner, and the same id every time", async () => {
    const pdf = planPdf(new PlanWriter().line({ x: 0, y: 0 }, { x: 9, y: 9 }), new PlanWriter().door(door));
    const [first, second] = [await detect(pdf), await detect(pdf)];
    const [found] = first.doors;
    expect(found?.page).toBe(2);
    const box = found && Object.values(found.bbox).map((value) => Math.round(10 * value) / 10);
    expect(box).toEqual([1200, 800, 1227, 827]);
    expect(found?.id).toMatch(/^door_[0-9a-f]{12}$/);
    expect(second.doors).toEqual(first.doors);
  });

  it("reads the asked pages only and skips those that are not there", async () => {
    const pdf = planPdf(
      new PlanWriter().door(door),
      new PlanWriter().door(door),
      new PlanWriter().door(door),
    );
    const result = await detect(pdf, { page_numbers: [3, 9, 0, 3] });
    expect(result.doors.map(({ page }) => page)).toEqual([3]);
    expect(result.pages_analyzed).toBe(1);
  });

  it("refuses a scan instead of finding nothing in it", async () => {
    const image = "q 2448 0 0 1584 0 0 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \x80 EI Q";
    await expect(detect(buildPdf([{ ...sheet, content: image }]))).rejects.toMatchObject({
      code: "unsupported",
    });
  });

  it("stops when it is told to", async () => {
    const pdf = planPdf(new PlanWriter().door(door));
    await expect(runEngine(doorDetectorEngine, pdf, {}, AbortSignal.abort())).rejects.toMatchObject({
      code: "aborted",
    });
  });
});
