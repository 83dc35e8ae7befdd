import { EngineError } from "../engine-error.js";
import { maxPages } from "../max-pages.js";
import { openPage } from "./open-page.js";
import type { PdfDocument, PdfPage } from "./pdf-document.js";
import { PdfiumMemory } from "./pdfium-memory.js";
import { loadPdfium, type Pdfium } from "./pdfium-module.js";

const passwordNeeded = 4;
const unsupportedSecurity = 5;

/**
 * Opens a PDF from its bytes. Close the document when done: it is native memory.
 *
 * @throws EngineError `empty` without bytes or pages, `too-large` over 5000 pages, `encrypted` where a password is needed, `corrupt` otherwise.
 */
export async function openPdf(bytes: Uint8Array): Promise<PdfDocument> {
  if (bytes.length === 0) throw new EngineError("empty", "The PDF has no bytes. Choose another file.");
  const pdfium = await loadPdfium();
  const memory = new PdfiumMemory(pdfium);
  // PDFium reads from these bytes for as long as the document is open.
  const pointer = memory.allocate(bytes.length);
  memory.bytes().set(bytes, pointer);
  const handle = pdfium.FPDF_LoadMemDocument(pointer, bytes.length, "");
  const release = (): void => {
    if (handle !== 0) pdfium.FPDF_CloseDocument(handle);
    memory.free(pointer);
    memory.release();
  };
  try {
    // The last error is sticky after a success, so it only counts when there is no document.
    if (handle === 0) throw openError(pdfium.FPDF_GetLastError());
    const pageCount = pdfium.FPDF_GetPageCount(handle);
    if (pageCount > maxPages) {
      throw new EngineError(
        "too-large",
        `The PDF has ${pageCount} pages; the limit is ${maxPages}. Split it.`,
      );
    }
    if (pageCount <= 0) throw new EngineError("empty", "The PDF has no page. Choose another file.");
    return pdfDocument(pdfium, memory, handle, pageCount, release);
  } catch (error) {
    release();
    throw error;
  }
}

function openError(code: number): EngineError {
  if (code === passwordNeeded) {
    return new EngineError("encrypted", "The PDF needs a password. Remove the password and try again.");
  }
  if (code === unsupportedSecurity) {
    return new EngineError(
      "encrypted",
      "The PDF is protected in a way that cannot be opened. Remove the protection.",
    );
  }
  return new EngineError(
    "corrupt",
    "The PDF is damaged or cut off and cannot be read. Export it again and retry.",
  );
}

function pdfDocument(
  pdfium: Pdfium,
  memory: PdfiumMemory,
  handle: number,
  pageCount: number,
  release: () => void,
): PdfDocument {
  const open = new Set<PdfPage>();
  let closed = false;
  return {
    pageCount,
    page(index, quarterTurns = 0) {
      if (closed) throw new Error("The PDF is closed");
      if (!Number.isInteger(index) || index < 0 || index >= pageCount) {
        throw new RangeError(`Page index ${index} is not within 0..${pageCount - 1}`);
      }
      const page = openPage({ pdfium, memory, document: handle }, { index, quarterTurns }, () =>
        open.delete(page),
      );
      open.add(page);
      return page;
    },
    close() {
      if (closed) return;
      for (const page of [...open]) page.close();
      closed = true;
      release();
    },
  };
}
