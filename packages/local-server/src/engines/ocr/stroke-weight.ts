import type { Box } from "./grey-image.js";

/** The mean width of the strokes in a rectangle, in pixels; 0 where there is no ink. Bold type has wider ones. */
export function strokeWidth(
  page: { width: number; height: number; ink: Uint8Array },
  box: Box,
  rowHeight: number,
): number {
  const longest = rowHeight * 0.4;
  let sum = 0;
  let count = 0;
  for (let y = Math.max(0, box.y0); y < Math.min(page.height, box.y1); y++) {
    let run = 0;
    for (let x = Math.max(0, box.x0); x <= Math.min(page.width, box.x1); x++) {
      if (x < box.x1 && page.ink[y * page.width + x] === 1) {
        run++;
        continue;
      }
      // Longer runs are the bars of letters and rules.
      if (run > 0 && run <= longest) {
        sum += run;
        count++;
      }
      run = 0;
    }
  }
  return count === 0 ? 0 : sum / count;
}
