import type { PlanDoor } from "./find-doors.js";

/** `x1`, `y1` is the lower left corner, `x2`, `y2` the upper right one, in points from the page's lower left. */
export interface DoorBox {
  x1: number;
  y1: number;
  x2: number;
  y2: number;
}

/** The box around hinge, leaf and swing: for a door along the sheet's edges the hinge is one of its corners. */
export function doorBox({ hinge, radius, openDegrees, sweepDegrees }: PlanDoor): DoorBox {
  const xs = [hinge.x];
  const ys = [hinge.y];
  const from = Math.min(openDegrees, openDegrees + sweepDegrees);
  const to = Math.max(openDegrees, openDegrees + sweepDegrees);
  const directions = [from, to];
  // Between them the swing reaches furthest where it crosses an axis.
  for (let axis = Math.ceil(from / 90) * 90; axis < to; axis += 90) directions.push(axis);
  for (const direction of directions) {
    const radians = (direction * Math.PI) / 180;
    xs.push(hinge.x + radius * Math.cos(radians));
    ys.push(hinge.y + radius * Math.sin(radians));
  }
  return { x1: Math.min(...xs), y1: Math.min(...ys), x2: Math.max(...xs), y2: Math.max(...ys) };
}
