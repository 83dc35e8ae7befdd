import { describe, expect, it } from "vitest";
import { findDotLeaders } from "../../../src/engines/ocr/dot-leaders.js";
import { estimateSkew } from "../../../src/engines/ocr/estimate-skew.js";
import { inkComponents } from "../../../src/engines/ocr/ink-components.js";
import { findLeftovers } from "../../../src/engines/ocr/leftover-ink.js";
import { plausibleDpi } from "../../../src/engines/ocr/page-source.js";
import { findRuledTables } from "../../../src/engines/ocr/ruled-tables.js";
import { findRulingLines, type InkMap } from "../../../src/engines/ocr/ruling-lines.js";

function sheet(
  width: number,
  height: number,
  boxes: [x: number, y: number, width: number, height: number][],
): InkMap {
  const ink = new Uint8Array(width * height);
  for (const [left, top, boxWidth, boxHeight] of boxes) {
    for (let y = top; y < top + boxHeight; y++) ink.fill(1, y * width + left, y * width + left + boxWidth);
  }
  return { width, height, ink, dpi: 200 };
}

describe("findRuledTables", () => {
  it("finds a grid with its spans", () => {
    // Three rows by two columns; the first row is one cell.
    const map = sheet(700, 400, [
      [50, 50, 602, 2],
      [50, 150, 602, 2],
      [50, 250, 602, 2],
      [50, 350, 602, 2],
      [50, 50, 2, 302],
      [650, 50, 2, 302],
      [350, 150, 2, 202],
    ]);
    const [table, ...others] = findRuledTables(findRulingLines(map), map.dpi);
    expect(others).toEqual([]);
    expect(
      table?.cells.map(({ row, column, rowSpan, columnSpan }) => [row, column, rowSpan, columnSpan]),
    ).toEqual([
      [0, 0, 1, 2],
      [1, 0, 1, 1],
      [1, 1, 1, 1],
      [2, 0, 1, 1],
      [2, 1, 1, 1],
    ]);
  });

  it("takes neither a thick bar nor an underline for a table", () => {
    const map = sheet(700, 400, [
      [50, 50, 600, 60],
      [50, 300, 600, 2],
    ]);
    expect(findRuledTables(findRulingLines(map), map.dpi)).toEqual([]);
  });
});

describe("findDotLeaders", () => {
  it("finds evenly set dots on one line, and no ellipsis or specks", () => {
    const dots = Array.from({ length: 20 }, (_, index): [number, number, number, number] => [
      100 + index * 8,
      100,
      3,
      3,
    ]);
    const ellipsis = [0, 1, 2].map((index): [number, number, number, number] => [100 + index * 8, 200, 3, 3]);
    const { width, height, ink, dpi } = sheet(500, 300, [
      ...dots,
      ...ellipsis,
      [20, 20, 3, 3],
      [31, 22, 2, 2],
    ]);
    expect(findDotLeaders(inkComponents(width, height, ink), dpi)).toMatchObject([
      { x0: 100, x1: 255, y0: 100, y1: 103 },
    ]);
  });
});

describe("findLeftovers", () => {
  it("reports words and dots that nobody has read, and no rule, speck or picture", () => {
    const map = sheet(900, 900, [
      [50, 50, 12, 24],
      [66, 50, 12, 24],
      [50, 120, 9, 9],
      [200, 50, 40, 24],
      [50, 200, 400, 2],
      [300, 300, 1, 1],
      [400, 400, 300, 300],
    ]);
    const leftovers = findLeftovers({ ...map, covered: [{ x0: 195, y0: 45, x1: 245, y1: 80 }] });
    expect(leftovers).toEqual([
      { box: { x0: 50, y0: 120, x1: 59, y1: 129 }, isDot: true },
      { box: { x0: 50, y0: 50, x1: 78, y1: 74 }, isDot: false },
    ]);
  });
});

describe("estimateSkew", () => {
  it.each([0, 1.2, -2.4])("finds lines that rise by %d degrees", (degrees) => {
    const slope = Math.tan((degrees * Math.PI) / 180);
    const boxes: [number, number, number, number][] = [];
    for (let row = 0; row < 14; row++) {
      for (let x = 40; x < 760; x += 14)
        boxes.push([x, Math.round(120 + row * 40 - (x - 400) * slope), 9, 14]);
    }
    expect(estimateSkew(sheet(800, 800, boxes))).toBeCloseTo(degrees, 0);
  });
});

describe("plausibleDpi", () => {
  it.each([
    [1654, 2339, 200, 200],
    [1654, 2339, undefined, 199],
    [1654, 2339, 72, 199],
    [794, 1123, 96, 96],
    [2480, 3508, 1, 299],
    [2480, 3508, 300, 300],
  ])("takes %d x %d pixels with a stated %s for %d dpi", (width, height, stated, expected) => {
    expect(Math.round(plausibleDpi(width, height, stated))).toBe(expected);
  });
});
