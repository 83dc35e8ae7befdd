import { EngineError } from "../engine-error.js";
import type { OpenPage } from "./open-page.js";
import type { PdfBitmap } from "./pdf-document.js";

const defaultMaxPixels = 40_000_000;
const formatBgr = 2;
const renderAnnotations = 0x01;
const reverseByteOrder = 0x10;

/** Renders a page onto white as packed RGB. */
export function renderPage(opened: OpenPage, options: { dpi: number; maxPixels?: number }): PdfBitmap {
  const { pdfium, memory, page } = opened;
  const width = Math.max(1, Math.round((opened.widthPt * options.dpi) / 72));
  const height = Math.max(1, Math.round((opened.heightPt * options.dpi) / 72));
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
    pdfium.FPDF_RenderPageBitmap(bitmap, page, 0, 0, width, height, 0, flags);
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
