import { EngineError } from "../engine-error.js";
import type { OpenPage } from "./open-page.js";
import type { PdfBitmap, RenderOptions } from "./pdf-document.js";

const defaultMaxPixels = 40_000_000;
const formatBgr = 2;
const renderAnnotations = 0x01;
const reverseByteOrder = 0x10;

/** Renders a page, or a box of it, onto white as packed RGB. */
export function renderPage(opened: OpenPage, options: RenderOptions): PdfBitmap {
  const { pdfium, memory, page, widthPt, heightPt } = opened;
  const pixels = (points: number): number => Math.round((points * options.dpi) / 72);
  const box = options.box ?? { left: 0, right: widthPt, bottom: 0, top: heightPt };
  const width = Math.max(1, pixels(box.right - box.left));
  const height = Math.max(1, pixels(box.top - box.bottom));
  const maxPixels = options.maxPixels ?? defaultMaxPixels;
  if (!(width * height <= maxPixels)) {
    throw new EngineError(
      "too-large",
      `The page would be ${width} x ${height} pixels at ${options.dpi} dpi; the limit is ${maxPixels} pixels. Choose a lower resolution.`,
    );
  }
  const bitmap = pdfium.FPDFBitmap_CreateEx(width, height, formatBgr, 0, 0);
  if (bitmap === 0) {
    throw new EngineError(
      "too-large",
      `No memory for a page of ${width} x ${height} pixels. Choose a lower resolution.`,
    );
  }
  try {
    pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, 0xffffffff);
    const flags = renderAnnotations | reverseByteOrder;
    const [left, top] = [-pixels(box.left), -pixels(heightPt - box.top)];
    const [pageWidth, pageHeight] = options.box ? [pixels(widthPt), pixels(heightPt)] : [width, height];
    pdfium.FPDF_RenderPageBitmap(bitmap, page, left, top, pageWidth, pageHeight, 0, flags);
    const stride = pdfium.FPDFBitmap_GetStride(bitmap);
    const buffer = pdfium.FPDFBitmap_GetBuffer(bitmap);
    return { width, height, channels: 3, data: packRows(memory.bytes(), buffer, stride, width * 3, height) };
  } finally {
    pdfium.FPDFBitmap_Destroy(bitmap);
  }
}

/** Copies rows out of the heap without the padding at their ends. */
function packRows(
  heap: Uint8Array,
  start: number,
  stride: number,
  rowBytes: number,
  rows: number,
): Uint8Array {
  const packed = new Uint8Array(rowBytes * rows);
  for (let row = 0; row < rows; row += 1) {
    const from = start + row * stride;
    packed.set(heap.subarray(from, from + rowBytes), row * rowBytes);
  }
  return packed;
}
