import type { PdfPath, PdfSegment } from "../../pdf/pdf-document.js";
import type { Point } from "./point.js";

/** One straight stroke from `a` to `b`; `dx`, `dy` is its direction with length one. */
export interface Stroke {
  a: Point;
  b: Point;
  length: number;
  dx: number;
  dy: number;
}

/** A page's drawing in the two shapes that door finding needs. */
export interface PlanStrokes {
  /** Every straight line: walls, leaves, sides of rectangles. */
  lines: Stroke[];
  /** Short chords that may be parts of an arc: sampled Beziers and the short lines of polylines. */
  chords: Stroke[];
}

/** The longest line that may still be one chord of a coarse polyline arc, in points. */
const maxChordPt = 90;
const chordTurnDegrees = 5;
const minChordPt = 0.5;

/** Takes the paths of a page apart, so that it no longer matters how the drawing program has written an arc. */
export function planStrokes(paths: PdfPath[]): PlanStrokes {
  const lines: Stroke[] = [];
  const chords: Stroke[] = [];
  for (const segment of paths.flatMap((path) => path.segments)) {
    if (segment.kind === "line" || isStraight(segment)) {
      const line = stroke({ x: segment.x1, y: segment.y1 }, { x: segment.x2, y: segment.y2 });
      if (!line) continue;
      lines.push(line);
      if (line.length <= maxChordPt) chords.push(line);
    } else {
      chords.push(...sampleCurve(segment));
    }
  }
  return { lines, chords };
}

type PdfCurve = Extract<PdfSegment, { kind: "curve" }>;

function stroke(a: Point, b: Point): Stroke | undefined {
  const length = Math.hypot(b.x - a.x, b.y - a.y);
  if (!(length > 0.01)) return undefined;
  return { a, b, length, dx: (b.x - a.x) / length, dy: (b.y - a.y) / length };
}

/** Some programs write every line as a Bezier. */
function isStraight(curve: PdfCurve): boolean {
  const length = Math.hypot(curve.x2 - curve.x1, curve.y2 - curve.y1);
  if (length === 0) return false;
  const off = (x: number, y: number): number =>
    Math.abs((x - curve.x1) * (curve.y2 - curve.y1) - (y - curve.y1) * (curve.x2 - curve.x1)) / length;
  return Math.max(off(curve.cx1, curve.cy1), off(curve.cx2, curve.cy2)) < 0.004 * length;
}

function sampleCurve(curve: PdfCurve): Stroke[] {
  // The letters of a text drawn as outlines are many and small.
  const most = Math.ceil(Math.hypot(curve.x2 - curve.x1, curve.y2 - curve.y1) / minChordPt);
  const count = Math.min(40, Math.max(2, Math.min(most, Math.ceil(turnDegrees(curve) / chordTurnDegrees))));
  const chords: Stroke[] = [];
  let from = { x: curve.x1, y: curve.y1 };
  for (let index = 1; index <= count; index += 1) {
    const to = pointAt(curve, index / count);
    const chord = stroke(from, to);
    if (chord) chords.push(chord);
    from = to;
  }
  return chords;
}

function turnDegrees({ x1, y1, cx1, cy1, cx2, cy2, x2, y2 }: PdfCurve): number {
  const directions = [
    [cx1 - x1, cy1 - y1],
    [cx2 - cx1, cy2 - cy1],
    [x2 - cx2, y2 - cy2],
  ] as const;
  let turn = 0;
  for (let index = 1; index < 3; index += 1) {
    const [ax, ay] = directions[index - 1] ?? [0, 0];
    const [bx, by] = directions[index] ?? [0, 0];
    turn += Math.abs(Math.atan2(ax * by - ay * bx, ax * bx + ay * by));
  }
  return (turn * 180) / Math.PI;
}

function pointAt(curve: PdfCurve, t: number): Point {
  const u = 1 - t;
  const [a, b, c, d] = [u * u * u, 3 * u * u * t, 3 * u * t * t, t * t * t];
  return {
    x: a * curve.x1 + b * curve.cx1 + c * curve.cx2 + d * curve.x2,
    y: a * curve.y1 + b * curve.cy1 + c * curve.cy2 + d * curve.y2,
  };
}
