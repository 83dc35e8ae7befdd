import { readFile } from "node:fs/promises";
import type { Engine, EngineContext, EngineOutcome, EngineTask } from "../engine.js";
import { openPdf } from "../pdf/open-pdf.js";
import type { PdfDocument } from "../pdf/pdf-document.js";
import { findSections } from "./specs/find-sections.js";
import { demandText, frontPages, readPages, readToc } from "./specs/manual.js";
import { runningRows } from "./specs/running-rows.js";
import type { TocEntries } from "./specs/toc-entries.js";
import { tocOfEntries } from "./specs/toc-of-entries.js";

/**
 * Reads the table of contents of a specification manual (AnchorGrid `toc-parser`) from its first 40 pages. A manual
 * without one gets its sections from their headings in the whole document. The result is a `TocResult`.
 *
 * @throws EngineError `unsupported` where the manual has no text.
 */
export const tocParserEngine: Engine = { id: "toc-parser", run };

async function run(task: EngineTask, context: EngineContext): Promise<EngineOutcome> {
  const document = await openPdf(await readFile(task.inputPath));
  try {
    return { files: [], data: tocOfEntries(listedOrFound(document, context)), pages: document.pageCount };
  } finally {
    document.close();
  }
}

function listedOrFound(
  document: PdfDocument,
  context: EngineContext,
): Pick<TocEntries, "entries" | "divisionTitles"> {
  const front = readPages(document, frontPages, context);
  const toc = readToc(front);
  if (toc.entries.length > 0) return toc;
  const pages = [...front, ...readPages(document, { from: frontPages.to, to: document.pageCount }, context)];
  demandText(pages);
  const found = findSections(pages, {
    running: runningRows(pages),
    tocPages: new Set(),
    knownCodes: new Set(),
  });
  const seen = new Set<string>();
  const entries = found
    .filter(({ number }) => !seen.has(number.text) && seen.add(number.text))
    .map(({ number, title }) => ({ number, title, heading: undefined }));
  return { entries, divisionTitles: new Map() };
}
