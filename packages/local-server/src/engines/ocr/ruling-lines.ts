import type { Box } from "./grey-image.js";

/** A page's ink: 1 is ink. */
export interface InkMap {
  width: number;
  height: number;
  ink: Uint8Array;
  dpi: number;
}

/** Straight horizontal and vertical rules, as the boxes of their ink. */
export interface RulingLines {
  horizontal: Box[];
  vertical: Box[];
}

/** Finds rules: long, thin, straight runs of ink. Some long letter strokes come along; a grid is asked for later. */
export function findRulingLines(map: InkMap): RulingLines {
  return {
    horizontal: findLines(map, { horizontal: true, minInches: 0.35 }),
    vertical: findLines(map, { horizontal: false, minInches: 0.16 }),
  };
}

interface Run {
  /** Position across the line's direction. */
  across: number;
  start: number;
  end: number;
}

function findLines(map: InkMap, how: { horizontal: boolean; minInches: number }): Box[] {
  const maxThickness = Math.max(4, Math.round(map.dpi * 0.045));
  const minLength = Math.round(map.dpi * how.minInches);
  // A line that is a little askew steps from row to row: its pieces may be half as long as the whole.
  const runs = longRuns(map, how.horizontal, Math.round(minLength * 0.5));
  const lines = joinRuns(runs)
    .map((group): Box => {
      const start = Math.min(...group.map((run) => run.start));
      const end = Math.max(...group.map((run) => run.end));
      const first = Math.min(...group.map((run) => run.across));
      const last = Math.max(...group.map((run) => run.across)) + 1;
      return how.horizontal
        ? { x0: start, x1: end, y0: first, y1: last }
        : { x0: first, x1: last, y0: start, y1: end };
    })
    .filter((box) => {
      const width = box.x1 - box.x0;
      const height = box.y1 - box.y0;
      const [length, thickness] = how.horizontal ? [width, height] : [height, width];
      return length >= minLength && thickness <= maxThickness + length * 0.004;
    });
  return lines;
}

function longRuns(map: InkMap, horizontal: boolean, minLength: number): Run[] {
  const { width, height, ink } = map;
  const lanes = horizontal ? height : width;
  const length = horizontal ? width : height;
  const laneStep = horizontal ? width : 1;
  const step = horizontal ? 1 : width;
  const maxGap = 2;
  const runs: Run[] = [];
  for (let across = 0; across < lanes; across++) {
    let start = -1;
    let lastInk = -1;
    let at = across * laneStep;
    for (let along = 0; along < length; along++, at += step) {
      if (ink[at] === 1) {
        if (start < 0) start = along;
        lastInk = along;
      } else if (start >= 0 && along - lastInk > maxGap) {
        if (lastInk + 1 - start >= minLength) runs.push({ across, start, end: lastInk + 1 });
        start = -1;
      }
    }
    if (start >= 0 && lastInk + 1 - start >= minLength) runs.push({ across, start, end: lastInk + 1 });
  }
  return runs;
}

/** Groups runs that touch across neighbouring rows. Runs come ordered by `across`. */
function joinRuns(runs: readonly Run[]): Run[][] {
  const slack = 3;
  let open: Run[][] = [];
  const closed: Run[][] = [];
  for (const run of runs) {
    const stillOpen: Run[][] = [];
    const touching: Run[][] = [];
    for (const group of open) {
      const last = group[group.length - 1];
      if (!last || run.across - last.across > 2) closed.push(group);
      else if (group.some((other) => near(other, run, slack))) touching.push(group);
      else stillOpen.push(group);
    }
    stillOpen.push([...touching.flat(), run].sort((a, b) => a.across - b.across));
    open = stillOpen;
  }
  return [...closed, ...open];
}

function near(a: Run, b: Run, slack: number): boolean {
  return b.across - a.across <= 2 && a.start <= b.end + slack && b.start <= a.end + slack;
}
