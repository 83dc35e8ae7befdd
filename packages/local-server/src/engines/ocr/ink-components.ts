import type { Box } from "./grey-image.js";

/** A connected piece of ink. */
export interface InkComponent extends Box {
  /** Pixels of ink. */
  size: number;
}

/** The connected pieces of ink of a page (8-neighbourhood), found row by row from runs. */
export function inkComponents(width: number, height: number, ink: Uint8Array): InkComponent[] {
  const components: InkComponent[] = [];
  const parent: number[] = [];
  const find = (index: number): number => {
    let root = index;
    while (parent[root] !== root) root = parent[root] ?? root;
    for (let at = index; at !== root;) {
      const next = parent[at] ?? root;
      parent[at] = root;
      at = next;
    }
    return root;
  };
  const unite = (a: number, b: number): void => {
    const [keep, drop] = [find(a), find(b)];
    if (keep === drop) return;
    parent[drop] = keep;
    absorb(components[keep], components[drop]);
  };
  let above: Run[] = [];
  for (let y = 0; y < height; y++) {
    const runs = rowRuns(ink, y * width, width);
    let first = 0;
    for (const run of runs) {
      run.component = components.length;
      parent.push(run.component);
      components.push({ x0: run.start, x1: run.end, y0: y, y1: y + 1, size: run.end - run.start });
      while (first < above.length && (above[first]?.end ?? 0) < run.start) first++;
      for (let at = first; at < above.length; at++) {
        const upper = above[at];
        if (!upper || upper.start > run.end) break;
        unite(upper.component, run.component);
      }
    }
    above = runs;
  }
  return components.filter((_, index) => parent[index] === index);
}

interface Run {
  start: number;
  end: number;
  component: number;
}

function rowRuns(ink: Uint8Array, offset: number, width: number): Run[] {
  const runs: Run[] = [];
  let start = -1;
  for (let x = 0; x < width; x++) {
    if (ink[offset + x] === 1) {
      if (start < 0) start = x;
    } else if (start >= 0) {
      runs.push({ start, end: x, component: -1 });
      start = -1;
    }
  }
  if (start >= 0) runs.push({ start, end: width, component: -1 });
  return runs;
}

function absorb(keep: InkComponent | undefined, drop: InkComponent | undefined): void {
  if (!keep || !drop) return;
  keep.x0 = Math.min(keep.x0, drop.x0);
  keep.y0 = Math.min(keep.y0, drop.y0);
  keep.x1 = Math.max(keep.x1, drop.x1);
  keep.y1 = Math.max(keep.y1, drop.y1);
  keep.size += drop.size;
}
