import { EngineError } from "../engine-error.js";
import { displayMatrix, type Box } from "./matrix.js";
import type { PdfChar, PdfPage } from "./pdf-document.js";
import { flattenAnnotations } from "./flatten-annotations.js";
import type { PdfiumMemory } from "./pdfium-memory.js";
import type { Pdfium } from "./pdfium-module.js";
import { readChars } from "./read-chars.js";
import { readImages } from "./read-images.js";
import { readLinks } from "./read-links.js";
import { readPaths } from "./read-paths.js";
import { renderPage } from "./render-page.js";
import type { Matrix } from "./matrix.js";

export interface OpenDocument {
  pdfium: Pdfium;
  memory: PdfiumMemory;
  document: number;
}

/** A loaded page and what its readers need to know of it. */
export interface OpenPage extends OpenDocument {
  page: number;
  /** From the page's own coordinates to those of the page as displayed. */
  toDisplay: Matrix;
  widthPt: number;
  heightPt: number;
}

/** Loads a page, its form fields and comments made part of its content. */
export function openPage(
  opened: OpenDocument,
  { index, quarterTurns }: { index: number; quarterTurns: number },
  onClose: () => void,
): PdfPage {
  const { pdfium } = opened;
  const first = loadPage(opened, index);
  const rotation = pdfium.FPDFPage_GetRotation(first);
  const turned = (rotation + quarterTurns) & 3;
  if (turned !== rotation) pdfium.FPDFPage_SetRotation(first, turned);
  const links = readLinks(describe(opened, first));
  const page = describe(
    opened,
    flattenAnnotations(opened, first, () => loadPage(opened, index)),
  );
  let closed = false;
  let chars: PdfChar[] | undefined;
  const alive = (): OpenPage => {
    if (closed) throw new Error(`Page ${index + 1} is closed`);
    return page;
  };
  return {
    index,
    widthPt: page.widthPt,
    heightPt: page.heightPt,
    chars() {
      const open = alive();
      chars ??= readChars(open);
      return chars;
    },
    paths: () => readPaths(alive()),
    images: () => readImages(alive()),
    links: () => links,
    render: (options) => renderPage(alive(), options),
    close() {
      if (closed) return;
      closed = true;
      if (turned !== rotation) pdfium.FPDFPage_SetRotation(page.page, rotation);
      pdfium.FPDF_ClosePage(page.page);
      onClose();
    },
  };
}

function loadPage(opened: OpenDocument, index: number): number {
  const page = opened.pdfium.FPDF_LoadPage(opened.document, index);
  if (page === 0)
    throw new EngineError("corrupt", `Page ${index + 1} of the PDF is damaged. Export the PDF again.`);
  return page;
}

function describe(opened: OpenDocument, page: number): OpenPage {
  const { pdfium, memory } = opened;
  const box = pageBox(opened, page);
  const toDisplay = displayMatrix(box, pdfium.FPDFPage_GetRotation(page));
  const widthPt = pdfium.FPDF_GetPageWidthF(page);
  const heightPt = pdfium.FPDF_GetPageHeightF(page);
  return { pdfium, memory, document: opened.document, page, toDisplay, widthPt, heightPt };
}

/** The crop box, inherited and cut to the media box. */
function pageBox({ pdfium, memory }: OpenDocument, page: number): Box {
  if (!pdfium.FPDF_GetPageBoundingBox(page, memory.slot(0))) {
    return {
      left: 0,
      bottom: 0,
      right: pdfium.FPDF_GetPageWidthF(page),
      top: pdfium.FPDF_GetPageHeightF(page),
    };
  }
  // FS_RECTF stands as left, top, right, bottom.
  const [left = 0, top = 0, right = 0, bottom = 0] = memory.floats(0, 4);
  return { left, right, bottom, top };
}
