import type { Stroke } from "./plan-strokes.js";
import type { Point } from "./point.js";

const cellPt = 10;
const rowsOfCells = 1 << 20;

/** Strokes by place, so that a sheet with a hundred thousand of them is searched near one point only. */
export interface StrokeGrid {
  /** The strokes registered in the square around `center`, and some beside it; each stroke once. */
  near(center: Point, reachPt: number): Stroke[];
}

/** Registers each stroke under the points that `pointsOf` gives for it. */
export function strokeGrid(strokes: Stroke[], pointsOf: (stroke: Stroke) => Point[]): StrokeGrid {
  const cells = new Map<number, Stroke[]>();
  let isRepeated = false;
  for (const stroke of strokes) {
    const points = pointsOf(stroke);
    isRepeated ||= points.length > 1;
    for (const point of points) {
      const key = cellKey(Math.floor(point.x / cellPt), Math.floor(point.y / cellPt));
      const cell = cells.get(key);
      if (cell) cell.push(stroke);
      else cells.set(key, [stroke]);
    }
  }
  return {
    near(center, reachPt) {
      const found: Stroke[] = [];
      const lastColumn = Math.floor((center.x + reachPt) / cellPt);
      const lastRow = Math.floor((center.y + reachPt) / cellPt);
      for (let column = Math.floor((center.x - reachPt) / cellPt); column <= lastColumn; column += 1) {
        for (let row = Math.floor((center.y - reachPt) / cellPt); row <= lastRow; row += 1) {
          for (const stroke of cells.get(cellKey(column, row)) ?? []) found.push(stroke);
        }
      }
      return isRepeated ? [...new Set(found)] : found;
    },
  };
}

function cellKey(column: number, row: number): number {
  return column * rowsOfCells + row;
}
