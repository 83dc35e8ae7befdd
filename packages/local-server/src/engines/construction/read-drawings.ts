import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { EngineError } from "../engine-error.js";
import type { EngineContext, EngineTask } from "../engine.js";
import { openPdf } from "../pdf/open-pdf.js";
import type { PdfDocument, PdfPage } from "../pdf/pdf-document.js";
import { stopIfAborted } from "./stop-if-aborted.js";
import { wantedPages } from "./wanted-pages.js";

/** What one engine looks for on the pages of a drawing. */
export interface DrawingReader<Found> {
  /** For the progress, for example `doors`. */
  looksFor: string;
  /** Undefined for a page that is a picture and cannot be read. */
  read(page: PdfPage, pageNumber: number, seed: string): Found[] | undefined;
}

export interface DrawingFindings<Found> {
  found: Found[];
  /** The pages that were read, 1-based. */
  pages: number[];
  processingTimeMs: number;
}

/**
 * Reads the pages of a drawing that the task wants, one after the other.
 *
 * @throws EngineError `unsupported` where every page is a picture; what `openPdf` throws.
 */
export async function readDrawings<Found>(
  task: EngineTask,
  context: EngineContext,
  reader: DrawingReader<Found>,
): Promise<DrawingFindings<Found>> {
  const startedAt = performance.now();
  const bytes = await readFile(task.inputPath);
  const seed = createHash("sha256").update(bytes).digest("hex");
  const document = await openPdf(bytes);
  try {
    const pages = wantedPages(task.options["page_numbers"], document.pageCount);
    const found = readPages(document, { pages, seed, context, reader });
    return { found, pages, processingTimeMs: Math.round(performance.now() - startedAt) };
  } finally {
    document.close();
  }
}

function readPages<Found>(
  document: PdfDocument,
  options: { pages: number[]; seed: string; context: EngineContext; reader: DrawingReader<Found> },
): Found[] {
  const { pages, seed, context, reader } = options;
  const found: Found[] = [];
  let pictures = 0;
  pages.forEach((pageNumber, index) => {
    stopIfAborted(context.signal);
    context.progress((100 * index) / pages.length, `Looking for ${reader.looksFor} on page ${pageNumber}`);
    const page = document.page(pageNumber - 1);
    try {
      const ofPage = reader.read(page, pageNumber, seed);
      if (ofPage) found.push(...ofPage);
      else pictures += 1;
    } finally {
      page.close();
    }
  });
  if (pictures > 0 && pictures === pages.length) {
    throw new EngineError(
      "unsupported",
      "The drawing is a scan, and only vector drawings are read. Export the sheet from the drawing program as PDF.",
    );
  }
  return found;
}

/** Whether most of the page is a picture. */
export function isPicture(page: PdfPage): boolean {
  const sheet = page.widthPt * page.heightPt;
  return page.images().some(({ left, right, bottom, top }) => (right - left) * (top - bottom) > sheet / 2);
}

/** The same for the same find in the same document. */
export function findingId(prefix: string, facts: unknown[]): string {
  return `${prefix}_${createHash("sha256").update(JSON.stringify(facts)).digest("hex").slice(0, 12)}`;
}

/** A box as the results have it: PDF points from the lower left of the page as displayed. */
export interface ResultBox {
  x1: number;
  y1: number;
  x2: number;
  y2: number;
}

export function resultBox(box: { left: number; bottom: number; right: number; top: number }): ResultBox {
  return {
    x1: roundPt(box.left),
    y1: roundPt(box.bottom),
    x2: roundPt(box.right),
    y2: roundPt(box.top),
  };
}

/** Hundredths of a point. */
export function roundPt(value: number): number {
  return Math.round(value * 100) / 100;
}
