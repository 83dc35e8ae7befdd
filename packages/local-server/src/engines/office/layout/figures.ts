import type { Box } from "../../pdf/matrix.js";
import type { PdfPath, PdfSegment } from "../../pdf/pdf-document.js";
import type { TextLine } from "../../pdf/text-lines.js";
import { splitAtGaps } from "./line-facts.js";

/** Drawings are looked for on a raster of squares this wide. */
const cellPt = 6;
/** So many curves and slanted lines make a drawing; fewer are ornaments and rounded corners. */
const minOddSegments = 12;
/** So many filled boxes without text on them make a chart. */
const minBars = 3;
const minSidePt = 16;
const minChartSidePt = 50;
/** A simple shape over more of the page than this is its background or its frame. */
const backgroundShare = 0.6;
const maxCells = 2_000_000;

interface Shape {
  box: Box;
  segments: number;
  odd: number;
  bar: boolean;
}

/** The boxes of drawings and charts: places where shapes stand together that are neither text, tables nor rules. */
export function findFigures(
  paths: PdfPath[],
  page: { widthPt: number; heightPt: number; tables: Box[]; lines: TextLine[] },
): Box[] {
  const shapes = paths.map((path) => toShape(path, page.lines));
  const drawn = paths
    .map((path, index) => ({ path, shape: shapes[index] }))
    .flatMap(({ path, shape }) => (shape && belongs(shape, page) ? [{ path, shape }] : []));
  if (drawn.every(({ shape }) => shape.odd === 0 && !shape.bar)) return [];
  const found = components(drawn, page).filter((component) => isFigure(component));
  return mergeBoxes(found.map(({ box }) => box)).filter((box) => !holdsProse(box, page.lines));
}

/** Counts the curves and slanted lines inside a box: a table has next to none. */
export function oddSegmentsIn(paths: PdfPath[], box: Box): number {
  return paths.reduce(
    (sum, path) => sum + path.segments.filter((part) => isOdd(part) && startsIn(part, box)).length,
    0,
  );
}

function toShape({ segments, filled, fillColor }: PdfPath, lines: TextLine[]): Shape {
  const box = { left: Infinity, right: -Infinity, bottom: Infinity, top: -Infinity };
  let odd = 0;
  for (const segment of segments) {
    box.left = Math.min(box.left, segment.x1, segment.x2);
    box.right = Math.max(box.right, segment.x1, segment.x2);
    box.bottom = Math.min(box.bottom, segment.y1, segment.y2);
    box.top = Math.max(box.top, segment.y1, segment.y2);
    if (isOdd(segment)) odd += 1;
  }
  const thick = box.right - box.left > 3 && box.top - box.bottom > 3;
  const bar = filled && thick && fillColor !== "ffffff" && !lines.some((line) => overlaps(line, box));
  return { box, segments: segments.length, odd, bar };
}

function isOdd(segment: PdfSegment): boolean {
  if (segment.kind === "curve") return true;
  const across = Math.abs(segment.x1 - segment.x2);
  const up = Math.abs(segment.y1 - segment.y2);
  return across > 1 && up > 1;
}

function startsIn({ x1, y1 }: PdfSegment, box: Box): boolean {
  return x1 >= box.left && x1 <= box.right && y1 >= box.bottom && y1 <= box.top;
}

function belongs(
  { box, segments }: Shape,
  page: { widthPt: number; heightPt: number; tables: Box[] },
): boolean {
  const width = box.right - box.left;
  const height = box.top - box.bottom;
  if (segments <= 8 && width * height > backgroundShare * page.widthPt * page.heightPt) return false;
  return !page.tables.some(
    (table) =>
      box.left >= table.left - 3 &&
      box.right <= table.right + 3 &&
      box.bottom >= table.bottom - 3 &&
      box.top <= table.top + 3,
  );
}

interface Component {
  box: Box;
  odd: number;
  bars: number;
}

function isFigure({ box, odd, bars }: Component): boolean {
  const side = Math.min(box.right - box.left, box.top - box.bottom);
  return (odd >= minOddSegments && side >= minSidePt) || (bars >= minBars && side >= minChartSidePt);
}

/** Shapes that touch on the raster. */
function components(
  drawn: { path: PdfPath; shape: Shape }[],
  page: { widthPt: number; heightPt: number },
): Component[] {
  const columns = Math.ceil(page.widthPt / cellPt) + 1;
  const rows = Math.ceil(page.heightPt / cellPt) + 1;
  if (columns * rows > maxCells) return [];
  const owner = new Int32Array(columns * rows).fill(-1);
  const parents = drawn.map((_, index) => index);
  const mark = (index: number, x: number, y: number): void => {
    const column = Math.floor(x / cellPt);
    const row = Math.floor(y / cellPt);
    for (let near = 0; near < 9; near += 1) {
      const atColumn = column + (near % 3) - 1;
      const atRow = row + Math.floor(near / 3) - 1;
      if (atColumn < 0 || atRow < 0 || atColumn >= columns || atRow >= rows) continue;
      const other = owner[atRow * columns + atColumn] ?? -1;
      if (other >= 0) parents[root(parents, other)] = root(parents, index);
    }
    if (column >= 0 && row >= 0 && column < columns && row < rows) owner[row * columns + column] = index;
  };
  drawn.forEach(({ path }, index) => markPath(path, (x, y) => mark(index, x, y)));
  const found = new Map<number, Component>();
  drawn.forEach(({ shape }, index) => {
    const at = root(parents, index);
    found.set(at, join(found.get(at), shape));
  });
  return [...found.values()];
}

function root(parents: number[], index: number): number {
  let at = index;
  while (parents[at] !== at) {
    const next = parents[parents[at] ?? at] ?? at;
    parents[at] = next;
    at = next;
  }
  return at;
}

function join(component: Component | undefined, { box, odd, bar }: Shape): Component {
  if (!component) return { box: { ...box }, odd, bars: bar ? 1 : 0 };
  return {
    box: union(component.box, box),
    odd: component.odd + odd,
    bars: component.bars + (bar ? 1 : 0),
  };
}

function markPath({ segments }: PdfPath, mark: (x: number, y: number) => void): void {
  for (const { x1, y1, x2, y2 } of segments) {
    const steps = Math.max(1, Math.ceil(Math.hypot(x2 - x1, y2 - y1) / (0.7 * cellPt)));
    for (let step = 0; step <= steps; step += 1) {
      mark(x1 + ((x2 - x1) * step) / steps, y1 + ((y2 - y1) * step) / steps);
    }
  }
}

/** Drawings whose boxes overlap are one picture. */
function mergeBoxes(boxes: Box[]): Box[] {
  const merged: Box[] = [];
  for (const box of boxes) {
    let whole = box;
    for (;;) {
      const at = merged.findIndex((other) => touches(other, whole));
      const [other] = at < 0 ? [] : merged.splice(at, 1);
      if (!other) break;
      whole = union(other, whole);
    }
    merged.push(whole);
  }
  return merged;
}

function touches(first: Box, second: Box): boolean {
  return (
    first.left <= second.right + cellPt &&
    second.left <= first.right + cellPt &&
    first.bottom <= second.top + cellPt &&
    second.bottom <= first.top + cellPt
  );
}

function union(first: Box, second: Box): Box {
  return {
    left: Math.min(first.left, second.left),
    right: Math.max(first.right, second.right),
    bottom: Math.min(first.bottom, second.bottom),
    top: Math.max(first.top, second.top),
  };
}

/** Running text inside means that the shapes only surround it. */
function holdsProse(box: Box, lines: TextLine[]): boolean {
  let words = 0;
  let inProse = 0;
  for (const segment of lines.flatMap(splitAtGaps)) {
    const inside = segment.filter((word) => overlaps(word, box)).length;
    words += inside;
    if (inside >= 6) inProse += inside;
  }
  return inProse > 0.3 * words;
}

function overlaps(inner: { left: number; right: number; bottom: number; top: number }, box: Box): boolean {
  const x = (inner.left + inner.right) / 2;
  const y = (inner.bottom + inner.top) / 2;
  return x > box.left && x < box.right && y > box.bottom && y < box.top;
}
