import type { Stroke } from "./plan-strokes.js";
import { distance, type Point } from "./point.js";
import type { SwingArc } from "./swing-arc.js";

/** An arc with its leaf, and where to look for what surrounds them. */
export interface DoorCandidate {
  arc: SwingArc;
  leaf: Stroke;
  /** The leaf's end at the arc. */
  tip: Point;
  endsNear(center: Point, reachPt: number): Stroke[];
  likelyRadii: { from: number; to: number }[];
}

const quarterDegrees = { from: 78, to: 104 };

/** How sure it is that leaf and arc are a door, 0..1; 0 for what only looks like one. */
export function doorEvidence(candidate: DoorCandidate): number {
  const { arc } = candidate;
  if (goesOnBeyondTip(candidate) || hasSpokes(candidate)) return 0;
  const strike = placeAt(arc, arc.tipDegrees + arc.sweepDegrees);
  const strikeJamb = hasWallAt(candidate, strike);
  const isQuarter =
    Math.abs(arc.sweepDegrees) >= quarterDegrees.from && Math.abs(arc.sweepDegrees) <= quarterDegrees.to;
  // A closed wedge is a door with its threshold drawn, or a corner shower or table: only the wall tells them apart.
  // So it is for a door drawn half open and the mark of an angle.
  if (!strikeJamb && (!isQuarter || isClosedWedge(candidate, strike))) return 0;
  let confidence = 0.5 + 0.15 * arc.coverage + (isQuarter ? 0.1 : -0.05);
  if (strikeJamb) confidence += 0.15;
  if (hasWallAt(candidate, arc.center)) confidence += 0.1;
  if (!strikeJamb && isWalledUp(candidate, strike)) confidence -= 0.25;
  if (!isLikelySize(candidate)) confidence -= 0.2;
  return Math.round(Math.min(1, Math.max(0, confidence)) * 100) / 100;
}

function placeAt({ center, radius }: SwingArc, degrees: number): Point {
  const radians = (degrees * Math.PI) / 180;
  return { x: center.x + radius * Math.cos(radians), y: center.y + radius * Math.sin(radians) };
}

/** A wall that a curved wall or a fitting ends at goes on in the same line; a leaf does not. */
function goesOnBeyondTip({ arc, leaf, tip, endsNear }: DoorCandidate): boolean {
  const outward = { x: (tip.x - arc.center.x) / arc.radius, y: (tip.y - arc.center.y) / arc.radius };
  for (const line of endsNear(tip, 0.08 * arc.radius + 1)) {
    if (line === leaf || Math.abs(line.dx * leaf.dx + line.dy * leaf.dy) < 0.998) continue;
    const [near, far] = distance(line.a, tip) < distance(line.b, tip) ? [line.a, line.b] : [line.b, line.a];
    if (distance(near, tip) > 0.06 * arc.radius + 0.5) continue;
    const out = (far.x - tip.x) * outward.x + (far.y - tip.y) * outward.y;
    if (out > 0.15 * arc.radius) return true;
  }
  return false;
}

/** Two or more further lines from the centre to the arc: winding stairs, a fan, a dial. */
function hasSpokes({ arc, endsNear }: DoorCandidate): boolean {
  const edgeDegrees = 12;
  const directions: number[] = [];
  for (const line of endsNear(arc.center, 0.35 * arc.radius)) {
    const [inner, outer] =
      distance(line.a, arc.center) < distance(line.b, arc.center) ? [line.a, line.b] : [line.b, line.a];
    const reach = distance(outer, arc.center);
    if (distance(inner, arc.center) > 0.35 * arc.radius || reach < 0.8 * arc.radius) continue;
    const off = Math.abs((arc.center.x - line.a.x) * line.dy - (arc.center.y - line.a.y) * line.dx);
    if (off > 0.06 * arc.radius) continue;
    const degrees = (Math.atan2(outer.y - arc.center.y, outer.x - arc.center.x) * 180) / Math.PI;
    const into = Math.sign(arc.sweepDegrees) * (degrees - arc.tipDegrees);
    const inside = ((into % 360) + 360) % 360;
    if (inside < edgeDegrees || inside > Math.abs(arc.sweepDegrees) - edgeDegrees) continue;
    if (!directions.some((known) => Math.abs(known - inside) < 4)) directions.push(inside);
  }
  return directions.length >= 2;
}

/** A line of the wall ends here: longer than a chord of the arc, and not one of the wedge's own sides. */
function hasWallAt({ arc, leaf, endsNear }: DoorCandidate, place: Point): boolean {
  const reach = Math.max(2, 0.15 * arc.radius);
  for (const line of endsNear(place, reach)) {
    if (line === leaf || Math.min(distance(line.a, place), distance(line.b, place)) > reach) continue;
    if (!isSideOrChord(line, arc)) return true;
  }
  return false;
}

function isSideOrChord(line: Stroke, { center, radius }: SwingArc): boolean {
  const [a, b] = [distance(line.a, center), distance(line.b, center)];
  const onArc = Math.abs(a - radius) < 0.04 * radius && Math.abs(b - radius) < 0.04 * radius;
  const isSide = Math.min(a, b) < 0.2 * radius && Math.max(a, b) < 1.15 * radius;
  return onArc || isSide;
}

function isClosedWedge({ arc, endsNear }: DoorCandidate, strike: Point): boolean {
  const reach = 0.08 * arc.radius + 0.5;
  for (const line of endsNear(strike, reach)) {
    const [near, far] =
      distance(line.a, strike) < distance(line.b, strike) ? [line.a, line.b] : [line.b, line.a];
    if (distance(near, strike) <= reach && distance(far, arc.center) <= reach) return true;
  }
  return false;
}

/** A line runs through where the opening would be. */
function isWalledUp({ arc, endsNear }: DoorCandidate, strike: Point): boolean {
  const closed = { x: (strike.x - arc.center.x) / arc.radius, y: (strike.y - arc.center.y) / arc.radius };
  for (const line of endsNear(arc.center, 0.35 * arc.radius)) {
    const [near, far] =
      distance(line.a, arc.center) < distance(line.b, arc.center) ? [line.a, line.b] : [line.b, line.a];
    if (
      distance(near, arc.center) > 0.35 * arc.radius ||
      Math.abs(line.dx * closed.x + line.dy * closed.y) < 0.99
    )
      continue;
    if ((far.x - arc.center.x) * closed.x + (far.y - arc.center.y) * closed.y > 0.8 * arc.radius) return true;
  }
  return false;
}

function isLikelySize({ arc, likelyRadii }: DoorCandidate): boolean {
  if (likelyRadii.length === 0) return true;
  return likelyRadii.some(({ from, to }) => arc.radius >= from && arc.radius <= to);
}
