import { concat, type Matrix } from "./matrix.js";
import type { OpenPage } from "./open-page.js";

export interface PageObject {
  handle: number;
  type: number;
  /** From the object's own coordinates to the page as displayed. */
  matrix: Matrix;
}

export const pathObject = 2;
export const imageObject = 3;
const formObject = 5;
/** Deeper nesting than this is taken for a loop. */
const maxDepth = 24;

/** The page's path and image objects in drawing order, form objects opened. */
export function* pageObjects(opened: OpenPage): Generator<PageObject> {
  const { pdfium, page } = opened;
  const count = pdfium.FPDFPage_CountObjects(page);
  for (let index = 0; index < count; index += 1) {
    yield* flatten(opened, pdfium.FPDFPage_GetObject(page, index), opened.toDisplay, 0);
  }
}

function* flatten(opened: OpenPage, handle: number, parent: Matrix, depth: number): Generator<PageObject> {
  if (handle === 0 || depth > maxDepth) return;
  const { pdfium } = opened;
  const type = pdfium.FPDFPageObj_GetType(handle);
  if (type !== pathObject && type !== imageObject && type !== formObject) return;
  const matrix = concat(objectMatrix(opened, handle), parent);
  if (type !== formObject) {
    yield { handle, type, matrix };
    return;
  }
  const count = pdfium.FPDFFormObj_CountObjects(handle);
  for (let index = 0; index < count; index += 1) {
    yield* flatten(opened, pdfium.FPDFFormObj_GetObject(handle, index), matrix, depth + 1);
  }
}

function objectMatrix({ pdfium, memory }: OpenPage, handle: number): Matrix {
  if (!pdfium.FPDFPageObj_GetMatrix(handle, memory.slot(0))) return { a: 1, b: 0, c: 0, d: 1, e: 0, f: 0 };
  const [a = 1, b = 0, c = 0, d = 1, e = 0, f = 0] = memory.floats(0, 6);
  return { a, b, c, d, e, f };
}
