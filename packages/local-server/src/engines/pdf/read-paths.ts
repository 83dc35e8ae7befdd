import { applyX, applyY, type Matrix } from "./matrix.js";
import type { OpenPage } from "./open-page.js";
import { pageObjects, pathObject } from "./page-objects.js";
import type { PdfPath, PdfSegment } from "./pdf-document.js";

const lineTo = 0;
const bezierTo = 1;
const moveTo = 2;

interface Point {
  x: number;
  y: number;
}

/** The page's stroked or filled paths, form objects flattened, those wholly off the page left out. */
export function readPaths(opened: OpenPage): PdfPath[] {
  const paths: PdfPath[] = [];
  for (const object of pageObjects(opened)) {
    if (object.type !== pathObject) continue;
    const path = readPath(opened, object.handle, object.matrix);
    if (path && isOnPage(path, opened)) paths.push(path);
  }
  return paths;
}

function readPath(opened: OpenPage, handle: number, matrix: Matrix): PdfPath | undefined {
  const { pdfium, memory } = opened;
  if (!pdfium.FPDFPath_GetDrawMode(handle, memory.slot(0), memory.slot(1))) return undefined;
  const filled = memory.uint(0) !== 0;
  const stroked = memory.uint(1) !== 0;
  if (!filled && !stroked) return undefined;
  const segments = readSegments(opened, handle, matrix);
  if (segments.length === 0) return undefined;
  pdfium.FPDFPageObj_GetStrokeWidth(handle, memory.slot(0));
  const scale = Math.sqrt(Math.abs(matrix.a * matrix.d - matrix.b * matrix.c));
  const widthPt = stroked ? memory.float(0) * scale : 0;
  return {
    segments,
    stroked,
    filled,
    widthPt,
    strokeColor: readColor(opened, () => pdfium.FPDFPageObj_GetStrokeColor(handle, ...colorSlots(opened))),
    fillColor: readColor(opened, () => pdfium.FPDFPageObj_GetFillColor(handle, ...colorSlots(opened))),
  };
}

/** Walks the sub-paths; a closed one gets its closing line, as filling and stroking draw it. */
function readSegments({ pdfium, memory }: OpenPage, handle: number, matrix: Matrix): PdfSegment[] {
  const segments: PdfSegment[] = [];
  const count = pdfium.FPDFPath_CountSegments(handle);
  let start: Point = { x: 0, y: 0 };
  let current: Point = start;
  let controls: Point[] = [];
  for (let index = 0; index < count; index += 1) {
    const segment = pdfium.FPDFPath_GetPathSegment(handle, index);
    pdfium.FPDFPathSegment_GetPoint(segment, memory.slot(0), memory.slot(1));
    const x = memory.float(0);
    const y = memory.float(1);
    const point = { x: applyX(matrix, x, y), y: applyY(matrix, x, y) };
    const type = pdfium.FPDFPathSegment_GetType(segment);
    if (type === moveTo) {
      start = point;
      current = point;
    } else if (type === lineTo) {
      segments.push(line(current, point));
      current = point;
    } else if (type === bezierTo) {
      controls.push(point);
      if (controls.length === 3) {
        segments.push(curve(current, controls));
        current = point;
        controls = [];
      }
    }
    if (pdfium.FPDFPathSegment_GetClose(segment)) {
      if (Math.hypot(current.x - start.x, current.y - start.y) > 1e-3) segments.push(line(current, start));
      current = start;
    }
  }
  return segments;
}

function line(from: Point, to: Point): PdfSegment {
  return { kind: "line", x1: from.x, y1: from.y, x2: to.x, y2: to.y };
}

function curve(from: Point, [first = from, second = from, to = from]: Point[]): PdfSegment {
  return {
    kind: "curve",
    x1: from.x,
    y1: from.y,
    cx1: first.x,
    cy1: first.y,
    cx2: second.x,
    cy2: second.y,
    x2: to.x,
    y2: to.y,
  };
}

function colorSlots({ memory }: OpenPage): [number, number, number, number] {
  return [memory.slot(0), memory.slot(1), memory.slot(2), memory.slot(3)];
}

function readColor({ memory }: OpenPage, read: () => boolean): string {
  if (!read()) return "000000";
  return [0, 1, 2].map((slot) => (memory.uint(slot) & 255).toString(16).padStart(2, "0")).join("");
}

function isOnPage(path: PdfPath, { widthPt, heightPt }: OpenPage): boolean {
  const margin = path.widthPt / 2 + 1;
  return path.segments.some(
    ({ x1, y1, x2, y2 }) =>
      Math.max(x1, x2) >= -margin &&
      Math.min(x1, x2) <= widthPt + margin &&
      Math.max(y1, y2) >= -margin &&
      Math.min(y1, y2) <= heightPt + margin,
  );
}
