import type { Box } from "../../pdf/matrix.js";
import type { PdfPath, PdfSegment } from "../../pdf/pdf-document.js";

/** A straight upright line, drawn as a stroke or as a thin rectangle. */
export interface Ruling {
  axis: "horizontal" | "vertical";
  /** Its y if horizontal, its x if vertical. */
  position: number;
  start: number;
  end: number;
  thicknessPt: number;
}

/** A filled upright rectangle. */
export interface Fill {
  box: Box;
  color: string;
}

/** A rectangle thinner than this is a line. */
const thinPt = 3;
/** How far from upright a line may be over its length. */
const skewPt = 0.6;
const joinGapPt = 2.5;
const minLengthPt = 5;

/** The lines and backgrounds among a page's paths: what tables and underlines are made of. */
export function readRulings(paths: PdfPath[]): { rulings: Ruling[]; fills: Fill[] } {
  const rulings: Ruling[] = [];
  const fills: Fill[] = [];
  for (const path of paths) {
    for (const shape of subPaths(path.segments)) {
      const rectangle = asRectangle(shape);
      if (path.filled && rectangle) {
        const ruling = asRuling(rectangle);
        if (ruling) rulings.push(ruling);
        else fills.push({ box: rectangle, color: path.fillColor });
      }
      if (path.stroked && !(path.filled && rectangle && asRuling(rectangle))) {
        rulings.push(...shape.flatMap((segment) => strokeRuling(segment, path.widthPt)));
      }
    }
  }
  const merged = [...mergeCollinear(rulings, "horizontal"), ...mergeCollinear(rulings, "vertical")];
  return { rulings: merged.filter((ruling) => ruling.end - ruling.start >= minLengthPt), fills };
}

function subPaths(segments: PdfSegment[]): PdfSegment[][] {
  const shapes: PdfSegment[][] = [];
  let last: PdfSegment | undefined;
  for (const segment of segments) {
    const connected = last && Math.hypot(segment.x1 - last.x2, segment.y1 - last.y2) < 0.01;
    const closed = connected && isClosed(shapes.at(-1) ?? []);
    if (connected && !closed) shapes.at(-1)?.push(segment);
    else shapes.push([segment]);
    last = segment;
  }
  return shapes;
}

function isClosed(shape: PdfSegment[]): boolean {
  const first = shape[0];
  const last = shape.at(-1);
  return !!first && !!last && shape.length > 2 && Math.hypot(last.x2 - first.x1, last.y2 - first.y1) < 0.01;
}

/** The box of a shape whose sides are all upright lines along that box. */
function asRectangle(shape: PdfSegment[]): Box | undefined {
  if (shape.length < 3 || shape.length > 6) return undefined;
  if (shape.some((segment) => segment.kind !== "line" || !isUpright(segment))) return undefined;
  const xs = shape.flatMap((segment) => [segment.x1, segment.x2]);
  const ys = shape.flatMap((segment) => [segment.y1, segment.y2]);
  return { left: Math.min(...xs), right: Math.max(...xs), bottom: Math.min(...ys), top: Math.max(...ys) };
}

function isUpright({ x1, y1, x2, y2 }: PdfSegment): boolean {
  return Math.abs(x1 - x2) < skewPt || Math.abs(y1 - y2) < skewPt;
}

function asRuling({ left, right, bottom, top }: Box): Ruling | undefined {
  const width = right - left;
  const height = top - bottom;
  if (height <= thinPt && width > height) {
    return {
      axis: "horizontal",
      position: (bottom + top) / 2,
      start: left,
      end: right,
      thicknessPt: height,
    };
  }
  if (width <= thinPt && height > width) {
    return { axis: "vertical", position: (left + right) / 2, start: bottom, end: top, thicknessPt: width };
  }
  return undefined;
}

function strokeRuling(segment: PdfSegment, thicknessPt: number): Ruling[] {
  if (segment.kind !== "line") return [];
  const { x1, y1, x2, y2 } = segment;
  if (Math.abs(y1 - y2) < skewPt && Math.abs(x1 - x2) > Math.abs(y1 - y2)) {
    return [
      {
        axis: "horizontal",
        position: (y1 + y2) / 2,
        start: Math.min(x1, x2),
        end: Math.max(x1, x2),
        thicknessPt,
      },
    ];
  }
  if (Math.abs(x1 - x2) < skewPt && Math.abs(y1 - y2) > Math.abs(x1 - x2)) {
    return [
      {
        axis: "vertical",
        position: (x1 + x2) / 2,
        start: Math.min(y1, y2),
        end: Math.max(y1, y2),
        thicknessPt,
      },
    ];
  }
  return [];
}

/** Joins pieces of one line: cell borders drawn one by one, dots and dashes. */
function mergeCollinear(rulings: Ruling[], axis: Ruling["axis"]): Ruling[] {
  const ordered = rulings
    .filter((ruling) => ruling.axis === axis)
    .sort((first, second) => first.position - second.position);
  const merged: Ruling[] = [];
  for (const group of groupByPosition(ordered)) {
    group.sort((first, second) => first.start - second.start);
    let current: Ruling | undefined;
    for (const ruling of group) {
      if (current && ruling.start <= current.end + joinGapPt) {
        current.end = Math.max(current.end, ruling.end);
        current.thicknessPt = Math.max(current.thicknessPt, ruling.thicknessPt);
      } else {
        current = { ...ruling };
        merged.push(current);
      }
    }
  }
  return merged;
}

function groupByPosition(ordered: Ruling[]): Ruling[][] {
  const groups: Ruling[][] = [];
  for (const ruling of ordered) {
    const group = groups.at(-1);
    const first = group?.[0];
    if (group && first && ruling.position - first.position < 1) group.push(ruling);
    else groups.push([ruling]);
  }
  return groups;
}
