import type { PdfPath } from "../../pdf/pdf-document.js";
import { doorEvidence } from "./door-evidence.js";
import { planStrokes, type Stroke } from "./plan-strokes.js";
import { distance, type Point } from "./point.js";
import { strokeGrid } from "./stroke-grid.js";
import { findSwingArc, type SwingArc } from "./swing-arc.js";

/** A hinged leaf with its swing. A double door is two of them. */
export interface PlanDoor {
  hinge: Point;
  /** Leaf length in points. */
  radius: number;
  /** Direction of the open leaf in degrees, counter-clockwise from the right. */
  openDegrees: number;
  /** From the open leaf to the closed position: positive is counter-clockwise. */
  sweepDegrees: number;
  /** 0..1: how much of a door's drawing is there. */
  confidence: number;
}

export interface FindDoorsOptions {
  /** Leaf lengths that the sheet's scale notes make likely, in points; they only move the confidence. */
  likelyRadii?: { from: number; to: number }[];
}

const minRadiusPt = 7;
const maxRadiusPt = 260;
const minConfidence = 0.5;
const oddSizePenalty = 0.25;

/**
 * Finds hinged doors in a vector plan, at any angle and scale: a leaf (one line or a thin rectangle) whose tip draws an
 * arc of roughly a quarter circle around its other end.
 */
export function findDoors(paths: PdfPath[], { likelyRadii = [] }: FindDoorsOptions = {}): PlanDoor[] {
  const strokes = planStrokes(paths);
  const chords = strokeGrid(strokes.chords, ({ a, b }) => [{ x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 }]);
  const ends = strokeGrid(strokes.lines, ({ a, b }) => [a, b]);
  const doors: PlanDoor[] = [];
  for (const leaf of strokes.lines) {
    if (leaf.length < minRadiusPt || leaf.length > maxRadiusPt) continue;
    for (const [hinge, tip] of [
      [leaf.a, leaf.b],
      [leaf.b, leaf.a],
    ] as const) {
      const arc = findSwingArc(chords, hinge, tip);
      const door = arc && doorOf(arc, leaf, tip, ends.near, likelyRadii);
      if (door) keepBest(doors, door);
    }
  }
  return withoutOddSizes(doors).sort((a, b) => b.hinge.y - a.hinge.y || a.hinge.x - b.hinge.x);
}

/** The doors of one sheet are of like size; one that is far off needs all other evidence. */
function withoutOddSizes(doors: PlanDoor[]): PlanDoor[] {
  if (doors.length < 4) return doors;
  const radii = doors.map(({ radius }) => radius).sort((a, b) => a - b);
  const median = radii[Math.floor(radii.length / 2)] ?? 0;
  return doors
    .map((door) => {
      const ratio = door.radius / median;
      if (ratio > 0.45 && ratio < 2.2) return door;
      return { ...door, confidence: Math.round((door.confidence - oddSizePenalty) * 100) / 100 };
    })
    .filter(({ confidence }) => confidence >= minConfidence);
}

function doorOf(
  arc: SwingArc,
  leaf: Stroke,
  tip: Point,
  endsNear: (center: Point, reachPt: number) => Stroke[],
  likelyRadii: { from: number; to: number }[],
): PlanDoor | undefined {
  const confidence = doorEvidence({ arc, leaf, tip, endsNear, likelyRadii });
  if (confidence < minConfidence) return undefined;
  return {
    hinge: arc.center,
    radius: arc.radius,
    openDegrees: arc.tipDegrees,
    sweepDegrees: arc.sweepDegrees,
    confidence,
  };
}

/** Both long sides of a rectangle leaf find the same door, and so does a threshold line. */
function keepBest(doors: PlanDoor[], door: PlanDoor): void {
  const index = doors.findIndex((other) => isSame(other, door));
  const known = doors[index];
  if (!known) doors.push(door);
  else if (door.confidence > known.confidence) doors[index] = door;
}

function isSame(a: PlanDoor, b: PlanDoor): boolean {
  const near = Math.max(2, 0.15 * Math.min(a.radius, b.radius));
  if (distance(a.hinge, b.hinge) > near || Math.abs(a.radius - b.radius) > near) return false;
  const between = a.openDegrees + a.sweepDegrees / 2 - b.openDegrees - b.sweepDegrees / 2;
  return Math.cos((between * Math.PI) / 180) > Math.cos((40 * Math.PI) / 180);
}
