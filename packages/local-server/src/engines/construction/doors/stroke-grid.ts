import type { Point } from "./point.js";
import type { Stroke } from "./plan-strokes.js";

const cellPt = 24;

/** Strokes by place, so that a sheet with a hundred thousand of them is searched near one point only. */
export interface StrokeGrid {
  /** The strokes that have a registered point in the square around `center`; each stroke once. */
  near(center: Point, reachPt: number): Set<Stroke>;
}

/** Registers each stroke under the points that `pointsOf` gives for it. */
export function strokeGrid(strokes: Stroke[], pointsOf: (stroke: Stroke) => Point[]): StrokeGrid {
  const cells = new Map<string, Stroke[]>();
  for (const stroke of strokes) {
    for (const point of pointsOf(stroke)) {
      const key = `${Math.floor(point.x / cellPt)},${Math.floor(point.y / cellPt)}`;
      const cell = cells.get(key);
      if (cell) cell.push(stroke);
      else cells.set(key, [stroke]);
    }
  }
  return {
    near(center, reachPt) {
      const found = new Set<Stroke>();
      const lastColumn = Math.floor((center.x + reachPt) / cellPt);
      const lastRow = Math.floor((center.y + reachPt) / cellPt);
      for (let column = Math.floor((center.x - reachPt) / cellPt); column <= lastColumn; column += 1) {
        for (let row = Math.floor((center.y - reachPt) / cellPt); row <= lastRow; row += 1) {
          for (const stroke of cells.get(`${column},${row}`) ?? []) found.add(stroke);
        }
      }
      return found;
    },
  };
}
