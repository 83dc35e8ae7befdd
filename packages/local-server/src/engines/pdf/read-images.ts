import { EngineError } from "../engine-error.js";
import { mapBox, type Matrix } from "./matrix.js";
import type { OpenPage } from "./open-page.js";
import { imageObject, pageObjects } from "./page-objects.js";
import type { PdfBitmap, PdfImage } from "./pdf-document.js";

const maxImagePixels = 40_000_000;
const formatGray = 1;
const formatBgr = 2;
const formatBgra = 4;

/** The page's images, form objects flattened, those wholly off the page left out. */
export function readImages(opened: OpenPage): PdfImage[] {
  const images: PdfImage[] = [];
  for (const object of pageObjects(opened)) {
    if (object.type !== imageObject) continue;
    const { handle, matrix } = object;
    const box = mapBox(matrix, { left: 0, right: 1, bottom: 0, top: 1 });
    if (box.right <= 0 || box.top <= 0 || box.left >= opened.widthPt || box.bottom >= opened.heightPt)
      continue;
    images.push({ ...box, bitmap: () => readBitmap(opened, handle, matrix) });
  }
  return images;
}

/**
 * PDFium renders an image, with its mask, at the size its matrix says. So the matrix is set to the image's own pixel
 * size for the moment, turned and flipped as on the page.
 */
function readBitmap(opened: OpenPage, handle: number, matrix: Matrix): PdfBitmap {
  const { pdfium, memory, document, page } = opened;
  const own = Array.from({ length: 6 }, () => 0);
  if (pdfium.FPDFPageObj_GetMatrix(handle, memory.slot(0))) own.splice(0, 6, ...memory.floats(0, 6));
  const pixels = pixelMatrix(opened, handle, matrix);
  pdfium.FPDFImageObj_SetMatrix(handle, pixels.a, pixels.b, pixels.c, pixels.d, 0, 0);
  const rendered = pdfium.FPDFImageObj_GetRenderedBitmap(document, page, handle);
  const [a = 1, b = 0, c = 0, d = 1, e = 0, f = 0] = own;
  pdfium.FPDFImageObj_SetMatrix(handle, a, b, c, d, e, f);
  const bitmap = rendered === 0 ? pdfium.FPDFImageObj_GetBitmap(handle) : rendered;
  if (bitmap === 0) throw new EngineError("corrupt", "An image of the PDF cannot be decoded.");
  try {
    return toRgba(opened, bitmap);
  } finally {
    pdfium.FPDFBitmap_Destroy(bitmap);
  }
}

function pixelMatrix({ pdfium, memory }: OpenPage, handle: number, matrix: Matrix): Matrix {
  pdfium.FPDFImageObj_GetImagePixelSize(handle, memory.slot(0), memory.slot(1));
  const width = Math.max(1, memory.uint(0));
  const height = Math.max(1, memory.uint(1));
  const shrink = Math.min(1, Math.sqrt(maxImagePixels / (width * height)));
  const acrossPt = Math.max(1e-6, Math.hypot(matrix.a, matrix.b));
  const upPt = Math.max(1e-6, Math.hypot(matrix.c, matrix.d));
  let scaleX = (width * shrink) / acrossPt;
  let scaleY = (height * shrink) / upPt;
  if (!isUpright(matrix)) scaleX = scaleY = Math.min(scaleX, scaleY);
  return {
    a: matrix.a * scaleX,
    b: matrix.b * scaleX,
    c: matrix.c * scaleY,
    d: matrix.d * scaleY,
    e: 0,
    f: 0,
  };
}

/** Turned by quarter turns only, so that both directions may be scaled apart. */
function isUpright({ a, b, c, d }: Matrix): boolean {
  const small = 1e-3 * (Math.abs(a) + Math.abs(b) + Math.abs(c) + Math.abs(d));
  return (Math.abs(b) < small && Math.abs(c) < small) || (Math.abs(a) < small && Math.abs(d) < small);
}

function toRgba({ pdfium, memory }: OpenPage, bitmap: number): PdfBitmap {
  const width = pdfium.FPDFBitmap_GetWidth(bitmap);
  const height = pdfium.FPDFBitmap_GetHeight(bitmap);
  const stride = pdfium.FPDFBitmap_GetStride(bitmap);
  const format = pdfium.FPDFBitmap_GetFormat(bitmap);
  const start = pdfium.FPDFBitmap_GetBuffer(bitmap);
  const heap = memory.bytes();
  const data = new Uint8Array(width * height * 4);
  const step = format === formatGray ? 1 : format === formatBgr ? 3 : 4;
  let to = 0;
  for (let row = 0; row < height; row += 1) {
    let from = start + row * stride;
    for (let column = 0; column < width; column += 1) {
      const blue = heap[from] ?? 0;
      data[to] = step === 1 ? blue : (heap[from + 2] ?? 0);
      data[to + 1] = step === 1 ? blue : (heap[from + 1] ?? 0);
      data[to + 2] = blue;
      data[to + 3] = format >= formatBgra ? (heap[from + 3] ?? 0) : 255;
      from += step;
      to += 4;
    }
  }
  return { width, height, channels: 4, data };
}
