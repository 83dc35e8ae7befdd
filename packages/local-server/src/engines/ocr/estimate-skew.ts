import type { InkMap } from "./ruling-lines.js";

const maxDegrees = 6;

/**
 * The angle by which the text lines of a page rise to the right, in degrees; 0 where nothing is clear.
 * Rows of text make the sharpest profile at the right angle.
 */
export function estimateSkew(map: InkMap): number {
  const points = samplePoints(map);
  if (points.length < 400) return 0;
  const coarse = bestAngle(points, -maxDegrees, maxDegrees, 0.5);
  const fine = bestAngle(points, coarse - 0.5, coarse + 0.5, 0.1);
  const best = bestAngle(points, fine - 0.1, fine + 0.1, 0.02);
  return sharpness(points, best) > sharpness(points, 0) * 1.02 ? best : 0;
}

interface Point {
  x: number;
  y: number;
}

/** Lower ends of ink, on a grid that is coarse enough to be quick: baselines show best in them. */
function samplePoints({ width, height, ink, dpi }: InkMap): Point[] {
  const step = Math.max(1, Math.round(dpi / 70));
  const points: Point[] = [];
  for (let x = 0; x < width; x += step) {
    for (let y = 0; y < height - 1; y++) {
      const at = y * width + x;
      if (ink[at] === 1 && ink[at + width] === 0) points.push({ x: x - width / 2, y });
    }
  }
  const most = 60_000;
  const keep = Math.max(1, Math.ceil(points.length / most));
  return points.filter((_, index) => index % keep === 0);
}

function bestAngle(points: readonly Point[], from: number, to: number, step: number): number {
  let best = 0;
  let bestSharpness = -1;
  for (let angle = from; angle <= to + 1e-9; angle += step) {
    const value = sharpness(points, angle);
    if (value > bestSharpness) {
      bestSharpness = value;
      best = angle;
    }
  }
  return best;
}

/** Sum of squares of the row counts after undoing the angle. */
function sharpness(points: readonly Point[], degrees: number): number {
  const slope = Math.tan((degrees * Math.PI) / 180);
  const counts = new Map<number, number>();
  for (const { x, y } of points) {
    const row = Math.round(y + x * slope);
    counts.set(row, (counts.get(row) ?? 0) + 1);
  }
  let sum = 0;
  for (const count of counts.values()) sum += count * count;
  return sum;
}
