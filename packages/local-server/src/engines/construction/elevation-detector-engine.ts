import type { Engine, EngineContext, EngineOutcome, EngineTask } from "../engine.js";
import { findElevations } from "./elevations/find-elevations.js";
import { findingId, isPicture, readDrawings, type ResultBox, resultBox } from "./read-drawings.js";

/** What an elevation-detector job answers, apart from the `document_id`. */
export interface ElevationResult {
  elevations: DetectedElevation[];
  elevations_found: number;
  pages_analyzed: number;
  model_version: string;
  processing_time_ms: number;
}

/** The API documents `id`, `page` and `bbox`; the rest is added here. */
export interface DetectedElevation {
  /** `ele_` and 12 hex digits; the same document gives the same ids. */
  id: string;
  /** 1-based. */
  page: number;
  /** In PDF points from the lower left of the page as displayed. */
  bbox: ResultBox;
  /** Assumption, not in the API's documentation. */
  title: string;
}

/**
 * Finds the elevations of a drawing by their titles (AnchorGrid `elevation-detector`). Option `page_numbers` as for doors. The
 * result is an `ElevationResult`. Elevations without a title and a scale are not found, nor are scans.
 *
 * @throws EngineError `unsupported` where every page is a scan.
 */
export const elevationDetectorEngine: Engine = { id: "elevation-detector", run };

async function run(task: EngineTask, context: EngineContext): Promise<EngineOutcome> {
  const { found, pages, processingTimeMs } = await readDrawings(task, context, {
    looksFor: "elevations",
    read(page, pageNumber, seed) {
      const paths = page.paths();
      if (paths.length === 0 && isPicture(page)) return undefined;
      return findElevations(paths, page.chars(), page).map(({ title, box }): DetectedElevation => {
        const bbox = resultBox(box);
        return { id: findingId("ele", [seed, pageNumber, bbox]), page: pageNumber, bbox, title };
      });
    },
  });
  const data: ElevationResult = {
    elevations: found,
    elevations_found: found.length,
    pages_analyzed: pages.length,
    model_version: "elevation-detector-v1.0.0",
    processing_time_ms: processingTimeMs,
  };
  return { files: [], data, pages: pages.length };
}
