import { EngineError } from "../../engine-error.js";
import type { EngineContext } from "../../engine.js";
import type { PdfDocument } from "../../pdf/pdf-document.js";
import { stopIfAborted } from "../stop-if-aborted.js";
import { pageRows, type PageRows } from "./page-rows.js";
import { runningRows } from "./running-rows.js";
import { tocEntries, type TocEntries } from "./toc-entries.js";
import { tocPages } from "./toc-pages.js";

/** The API reads the table of contents from at most this many pages. */
const maxTocPages = 40;

/** Reads pages `from` (inclusive) to `to` (exclusive), 0-based, as rows of text. */
export function readPages(
  document: PdfDocument,
  { from, to }: { from: number; to: number },
  context: EngineContext,
): PageRows[] {
  const pages: PageRows[] = [];
  for (let index = from; index < Math.min(to, document.pageCount); index += 1) {
    stopIfAborted(context.signal);
    context.progress((90 * index) / document.pageCount, `Reading page ${index + 1} of ${document.pageCount}`);
    const page = document.page(index);
    try {
      pages.push(pageRows(page, page.chars()));
    } finally {
      page.close();
    }
  }
  return pages;
}

/** The table of contents of a manual, and the 0-based pages it stands on. */
export interface ManualToc extends TocEntries {
  pages: Set<number>;
}

/** Looks for the table of contents in the first 40 pages; without one there are no entries. */
export function readToc(pages: PageRows[]): ManualToc {
  const front = pages.slice(0, maxTocPages);
  const found = tocPages(front, runningRows(front));
  return { ...tocEntries(found), pages: new Set(found.map(({ page }) => page.index)) };
}

/** The first pages, where the table of contents is looked for. */
export const frontPages: { from: number; to: number } = { from: 0, to: maxTocPages };

/** @throws EngineError `unsupported` where the document is a scan or has no text for another reason. */
export function demandText(pages: PageRows[]): void {
  if (pages.some(({ rows }) => rows.length > 0)) return;
  throw new EngineError(
    "unsupported",
    "The manual has no text, so it is probably a scan. Make it searchable by OCR first and submit it again.",
  );
}
