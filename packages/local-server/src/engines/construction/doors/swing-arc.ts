import { fitCircleRobustly, type Circle } from "./fit-circle.js";
import { distance, type Point } from "./point.js";
import type { Stroke } from "./plan-strokes.js";
import type { StrokeGrid } from "./stroke-grid.js";

/** The arc that a leaf's tip draws around its hinge. */
export interface SwingArc extends Circle {
  /** Direction from the hinge to the arc's end at the leaf, in degrees. */
  tipDegrees: number;
  /** From the leaf to the closed position: positive is counter-clockwise. */
  sweepDegrees: number;
  /** How much of the sweep is really drawn, 0..1; less than 1 for a dashed arc. */
  coverage: number;
}

const binDegrees = 2;
const binCount = 360 / binDegrees;
/** The widest gap between two dashes of an arc. */
const maxGapDegrees = 14;
const minSweepDegrees = 36;
const maxSweepDegrees = 116;
/** While the circle is still rough, the wall's end at the closed side may look like a piece of the arc. */
const maxRoughSweepDegrees = 135;
/** An arc may begin at the other edge of a thick leaf. */
const maxOvershootDegrees = 10;
/** How far a leaf reaches towards its arc, as a part of the radius. */
const minReach = 0.86;
const maxReach = 1.05;

/** Finds the arc around `hinge` that begins at `tip`, however it is written: Beziers, polylines, dashes, loose lines. */
export function findSwingArc(chords: StrokeGrid, hinge: Point, tip: Point): SwingArc | undefined {
  const leafLength = distance(hinge, tip);
  if (!hasArcAtTip(chords, hinge, tip, leafLength)) return undefined;
  const around = chords.near(hinge, leafLength * 1.35);
  let circle: Circle = { center: hinge, radius: leafLength };
  for (const tolerance of [0.12, 0.05, 0.02]) {
    const sector = sweepFrom(around, circle, tip, tolerance);
    if (!sector) return undefined;
    const fitted = fitCircleRobustly(sector.points);
    if (!fitted || distance(fitted.center, hinge) > 0.17 * leafLength) return undefined;
    circle = fitted;
  }
  const reach = distance(circle.center, tip) / circle.radius;
  if (reach < minReach || reach > maxReach) return undefined;
  // The closer look leaves out wall ends that touch the arc; drawings of low precision need the wider one.
  const sector = sweepFrom(around, circle, tip, 0.004, 0.05) ?? sweepFrom(around, circle, tip, 0.015);
  if (!sector || sector.coverage < 0.5 || Math.abs(sector.sweepDegrees) > maxSweepDegrees) return undefined;
  const { tipDegrees, sweepDegrees, coverage } = sector;
  return { ...circle, tipDegrees, sweepDegrees, coverage };
}

function hasArcAtTip(chords: StrokeGrid, hinge: Point, tip: Point, leafLength: number): boolean {
  const reach = Math.max(1.5, 0.16 * leafLength);
  for (const chord of chords.near(tip, reach + 0.25 * leafLength)) {
    const near = Math.min(distance(chord.a, tip), distance(chord.b, tip)) <= reach;
    if (near && isOnCircle(chord, { center: hinge, radius: leafLength }, 0.14)) return true;
  }
  return false;
}

/** Both ends on the ring and the chord square to the radius. */
function isOnCircle(
  chord: Stroke,
  { center, radius }: Circle,
  tolerance: number,
  slackPt: number = 0.25,
): boolean {
  const slack = tolerance * radius + slackPt;
  if (chord.length > 0.5 * radius) return false;
  if (Math.abs(distance(chord.a, center) - radius) > slack) return false;
  if (Math.abs(distance(chord.b, center) - radius) > slack) return false;
  const x = (chord.a.x + chord.b.x) / 2 - center.x;
  const y = (chord.a.y + chord.b.y) / 2 - center.y;
  return Math.abs(x * chord.dx + y * chord.dy) < 0.3 * radius;
}

interface Sector {
  tipDegrees: number;
  sweepDegrees: number;
  coverage: number;
  points: Point[];
}

/** Follows the ring from the tip both ways; a swing goes on at one side only. */
function sweepFrom(
  chords: Stroke[],
  circle: Circle,
  tip: Point,
  tolerance: number,
  slackPt?: number,
): Sector | undefined {
  const start = degreesTo(circle.center, tip);
  const onRing = chords.filter((chord) => isOnCircle(chord, circle, tolerance, slackPt));
  const spans = onRing.map((chord) => spanOf(chord, circle, start));
  const drawn = drawnBins(spans);
  const left = extent(drawn, 1);
  const right = extent(drawn, -1);
  const [main, other, sign] = left.degrees >= right.degrees ? [left, right, 1] : [right, left, -1];
  if (main.degrees < minSweepDegrees || main.degrees > maxRoughSweepDegrees) return undefined;
  if (other.degrees > maxOvershootDegrees) return undefined;
  const points: Point[] = [];
  // A wall's end across the arc's is longer than the chords beside it, and does not lengthen the swing.
  const widest = 1.6 * median(spans.map(([from, to]) => to - from));
  const ends: number[] = [];
  onRing.forEach((chord, index) => {
    const [from, to] = spans[index] ?? [0, 0];
    const middle = (sign * (from + to)) / 2;
    if (middle < -maxOvershootDegrees || middle > main.degrees + binDegrees) return;
    points.push(chord.a, chord.b);
    if (to - from <= widest) ends.push(sign * from, sign * to);
  });
  const first = Math.min(...ends);
  const last = Math.max(...ends);
  return {
    tipDegrees: start + sign * first,
    sweepDegrees: sign * (last - first),
    coverage: main.coverage,
    points,
  };
}

function median(values: number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

/** The chord's ends as degrees from `start`, within -180..180 and in rising order. */
function spanOf(chord: Stroke, { center }: Circle, start: number): [number, number] {
  const from = turn(degreesTo(center, chord.a) - start);
  const by = turn(degreesTo(center, chord.b) - degreesTo(center, chord.a));
  return by >= 0 ? [from, from + by] : [from + by, from];
}

function drawnBins(spans: [number, number][]): boolean[] {
  const drawn = new Array<boolean>(binCount).fill(false);
  for (const [from, to] of spans) {
    for (let bin = Math.floor(from / binDegrees); bin <= Math.floor((to - 1e-6) / binDegrees); bin += 1) {
      drawn[(bin + 2 * binCount) % binCount] = true;
    }
  }
  return drawn;
}

function extent(drawn: boolean[], sign: 1 | -1): { degrees: number; coverage: number } {
  let last = 0;
  let covered = 0;
  for (let step = 1; step <= binCount; step += 1) {
    const bin = sign === 1 ? step - 1 : binCount - step;
    if (drawn[bin]) {
      last = step;
      covered += 1;
    } else if ((step - last) * binDegrees > maxGapDegrees) {
      break;
    }
  }
  return { degrees: last * binDegrees, coverage: last === 0 ? 0 : covered / last };
}

function degreesTo(from: Point, to: Point): number {
  return (Math.atan2(to.y - from.y, to.x - from.x) * 180) / Math.PI;
}

/** The same turn within -180..180. */
function turn(degrees: number): number {
  return ((((degrees + 180) % 360) + 360) % 360) - 180;
}
