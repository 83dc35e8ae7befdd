import type { Box } from "../../pdf/matrix.js";
import type { PdfPath, PdfSegment } from "../../pdf/pdf-document.js";

/** Cells along a sheet's longer side. */
const cellsAlong = 400;
/** Lines with fewer empty cells between them than this belong together. */
const joinCells = 2;
/** A drawing that is nearly the sheet is its border. */
const borderShare = 0.85;

/** The drawings of a sheet: what is drawn together, with empty paper around it. */
export function drawingViews(paths: PdfPath[], sheet: { widthPt: number; heightPt: number }): Box[] {
  const cellPt = Math.max(sheet.widthPt, sheet.heightPt) / cellsAlong;
  const columns = Math.ceil(sheet.widthPt / cellPt) + 1;
  const rows = Math.ceil(sheet.heightPt / cellPt) + 1;
  const ink = new Uint8Array(columns * rows);
  const mark = (x: number, y: number): void => {
    const column = Math.floor(x / cellPt);
    const row = Math.floor(y / cellPt);
    if (column >= 0 && column < columns && row >= 0 && row < rows) ink[row * columns + column] = 1;
  };
  for (const path of paths) for (const segment of path.segments) markSegment(segment, cellPt, mark);
  return clusters(ink, columns, rows)
    .map(({ left, right, bottom, top }) => ({
      left: left * cellPt,
      right: (right + 1) * cellPt,
      bottom: bottom * cellPt,
      top: (top + 1) * cellPt,
    }))
    .filter(
      ({ left, right, bottom, top }) =>
        right - left < borderShare * sheet.widthPt || top - bottom < borderShare * sheet.heightPt,
    );
}

/** Curves count as the way over their control points. */
function markSegment(segment: PdfSegment, stepPt: number, mark: (x: number, y: number) => void): void {
  const { x1, y1, x2, y2 } = segment;
  const points =
    segment.kind === "line"
      ? [x1, y1, x2, y2]
      : [x1, y1, segment.cx1, segment.cy1, segment.cx2, segment.cy2, x2, y2];
  for (let at = 0; at + 3 < points.length; at += 2) {
    const [ax = 0, ay = 0, bx = 0, by = 0] = points.slice(at, at + 4);
    // A line may reach far beyond the sheet.
    const steps = Math.min(4 * cellsAlong, Math.ceil(Math.hypot(bx - ax, by - ay) / (stepPt / 2)));
    for (let step = 0; step <= steps; step += 1) {
      const share = steps === 0 ? 0 : step / steps;
      mark(ax + (bx - ax) * share, ay + (by - ay) * share);
    }
  }
}

/** Boxes of cells that are near each other, in cells. */
function clusters(ink: Uint8Array, columns: number, rows: number): Box[] {
  const boxes: Box[] = [];
  const seen = new Uint8Array(ink.length);
  for (let start = 0; start < ink.length; start += 1) {
    if (ink[start] === 0 || seen[start] === 1) continue;
    const box = { left: Infinity, right: -Infinity, bottom: Infinity, top: -Infinity };
    const open = [start];
    seen[start] = 1;
    for (let cell = open.pop(); cell !== undefined; cell = open.pop()) {
      const column = cell % columns;
      const row = Math.floor(cell / columns);
      box.left = Math.min(box.left, column);
      box.right = Math.max(box.right, column);
      box.bottom = Math.min(box.bottom, row);
      box.top = Math.max(box.top, row);
      for (
        let nextRow = Math.max(0, row - joinCells);
        nextRow <= Math.min(rows - 1, row + joinCells);
        nextRow += 1
      ) {
        for (
          let nextColumn = Math.max(0, column - joinCells);
          nextColumn <= Math.min(columns - 1, column + joinCells);
          nextColumn += 1
        ) {
          const next = nextRow * columns + nextColumn;
          if (ink[next] === 0 || seen[next] === 1) continue;
          seen[next] = 1;
          open.push(next);
        }
      }
    }
    boxes.push(box);
  }
  return boxes;
}
