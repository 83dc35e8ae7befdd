import { mapBox } from "./matrix.js";
import type { OpenPage } from "./open-page.js";
import type { PdfLink } from "./pdf-document.js";

const linkSubtype = 2;
const uriAction = 3;

/** The page's links to web addresses. */
export function readLinks(opened: OpenPage): PdfLink[] {
  const { pdfium, page } = opened;
  const links: PdfLink[] = [];
  const count = pdfium.FPDFPage_GetAnnotCount(page);
  for (let index = 0; index < count; index += 1) {
    const annotation = pdfium.FPDFPage_GetAnnot(page, index);
    if (annotation === 0) continue;
    if (pdfium.FPDFAnnot_GetSubtype(annotation) === linkSubtype) {
      const link = readLink(opened, annotation);
      if (link) links.push(link);
    }
    pdfium.FPDFPage_CloseAnnot(annotation);
  }
  return links;
}

function readLink(
  { pdfium, memory, document, toDisplay }: OpenPage,
  annotation: number,
): PdfLink | undefined {
  const action = pdfium.FPDFLink_GetAction(pdfium.FPDFAnnot_GetLink(annotation));
  if (action === 0 || pdfium.FPDFAction_GetType(action) !== uriAction) return undefined;
  if (!pdfium.FPDFAnnot_GetRect(annotation, memory.slot(0))) return undefined;
  const [left = 0, top = 0, right = 0, bottom = 0] = memory.floats(0, 4);
  const sizeBytes = pdfium.FPDFAction_GetURIPath(document, action, 0, 0);
  const pointer = memory.allocate(sizeBytes);
  pdfium.FPDFAction_GetURIPath(document, action, pointer, sizeBytes);
  const url = Buffer.from(memory.bytes().slice(pointer, pointer + sizeBytes - 1)).toString("utf8");
  memory.free(pointer);
  if (!/^(https?|mailto|ftp):/i.test(url)) return undefined;
  return { ...mapBox(toDisplay, { left, right, bottom, top }), url };
}
