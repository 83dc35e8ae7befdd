import { distance, type Point } from "./point.js";

export interface Circle {
  center: Point;
  radius: number;
}

/** Kasa's least-squares circle through the points; undefined for fewer than three or points on one line. */
export function fitCircle(points: Point[]): Circle | undefined {
  if (points.length < 3) return undefined;
  const meanX = points.reduce((sum, { x }) => sum + x, 0) / points.length;
  const meanY = points.reduce((sum, { y }) => sum + y, 0) / points.length;
  let [uu, uv, vv, uuu, vvv, uvv, vuu] = [0, 0, 0, 0, 0, 0, 0];
  for (const { x, y } of points) {
    const u = x - meanX;
    const v = y - meanY;
    uu += u * u;
    uv += u * v;
    vv += v * v;
    uuu += u * u * u;
    vvv += v * v * v;
    uvv += u * v * v;
    vuu += v * u * u;
  }
  const determinant = uu * vv - uv * uv;
  if (Math.abs(determinant) < 1e-9 * (uu + vv) ** 2) return undefined;
  const right = (uuu + uvv) / 2;
  const up = (vvv + vuu) / 2;
  const u = (right * vv - up * uv) / determinant;
  const v = (up * uu - right * uv) / determinant;
  return {
    center: { x: u + meanX, y: v + meanY },
    radius: Math.sqrt(u * u + v * v + (uu + vv) / points.length),
  };
}

/** Fits again without the points that lie off the circle that most of them are on, such as a wall's end. */
export function fitCircleRobustly(points: Point[]): Circle | undefined {
  const first = fitCircle(points);
  if (!first) return undefined;
  const errors = points.map((point) => Math.abs(distance(point, first.center) - first.radius));
  const middle = [...errors].sort((a, b) => a - b)[Math.floor(errors.length / 2)] ?? 0;
  const kept = points.filter((_, index) => (errors[index] ?? 0) <= Math.max(0.02, 2.5 * middle));
  return (kept.length >= 0.6 * points.length ? fitCircle(kept) : undefined) ?? first;
}
