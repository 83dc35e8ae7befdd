import type { OpenDocument } from "./open-page.js";

const linkSubtype = 2;
const popupSubtype = 16;
const widgetSubtype = 20;
const normalAppearance = 0;
const forDisplay = 0;

/**
 * Makes form fields and comments that show text part of the page's content, as viewers show them, and returns
 * the page to read from: the same one, or the page loaded anew.
 */
export function flattenAnnotations(opened: OpenDocument, page: number, reload: () => number): number {
  if (!hasVisibleAnnotation(opened, page)) return page;
  const { pdfium } = opened;
  pdfium.FPDFPage_Flatten(page, forDisplay);
  pdfium.FPDF_ClosePage(page);
  return reload();
}

function hasVisibleAnnotation({ pdfium }: OpenDocument, page: number): boolean {
  const count = pdfium.FPDFPage_GetAnnotCount(page);
  for (let index = 0; index < count; index += 1) {
    const annotation = pdfium.FPDFPage_GetAnnot(page, index);
    if (annotation === 0) continue;
    const subtype = pdfium.FPDFAnnot_GetSubtype(annotation);
    // A missing appearance is reported as the 2 bytes of an empty UTF-16 string.
    const drawn = pdfium.FPDFAnnot_GetAP(annotation, normalAppearance, 0, 0) > 2;
    pdfium.FPDFPage_CloseAnnot(annotation);
    if (subtype === linkSubtype || subtype === popupSubtype) continue;
    if (drawn || subtype === widgetSubtype) return true;
  }
  return false;
}
