import type { Engine, EngineContext, EngineOutcome, EngineTask } from "../engine.js";
import { isPicture, readDrawings } from "./read-drawings.js";
import { type ClassifiedPage, classifySheet } from "./sheets/classify-sheet.js";

/** What a page-classifier job answers. */
export interface PageClassifierResult {
  pages_analyzed: number;
  model_version: string;
  processing_time_ms: number;
  /** Page numbers by drawing type. */
  by_drawing_type: Record<string, number[]>;
  pages: ClassifiedPage[];
}

/**
 * Says what each page of a drawing set shows (AnchorGrid `page-classifier`), by its title block: number, title, trade, kind of
 * drawing, floor. Option `page_numbers` as for doors.
 *
 * @throws EngineError `unsupported` where no page has text or lines.
 */
export const pageClassifierEngine: Engine = { id: "page-classifier", run };

async function run(task: EngineTask, context: EngineContext): Promise<EngineOutcome> {
  const { found, pages, processingTimeMs } = await readDrawings(task, context, {
    looksFor: "titles",
    read(page, pageNumber) {
      if (page.chars().length === 0 && page.paths().length === 0 && isPicture(page)) return undefined;
      return [classifySheet(page, pageNumber)];
    },
  });
  const byType: Record<string, number[]> = {};
  for (const page of found) (byType[page.drawing_type] ??= []).push(page.page_number);
  const data: PageClassifierResult = {
    pages_analyzed: pages.length,
    model_version: "page-classifier-v2.0.0",
    processing_time_ms: processingTimeMs,
    by_drawing_type: byType,
    pages: found,
  };
  return { files: [], data, pages: pages.length };
}
