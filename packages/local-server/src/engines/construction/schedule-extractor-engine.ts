import type { Engine, EngineContext, EngineOutcome, EngineTask } from "../engine.js";
import { isPicture, readDrawings, resultBox } from "./read-drawings.js";
import { findSchedules, type FoundSchedule } from "./schedules/find-schedules.js";
import type { ExtractedSchedule, ScheduleResult } from "./schedules/schedule-result.js";

/**
 * Reads the ruled tables of a drawing whose title says "schedule" (AnchorGrid `schedule-extractor`). Option `page_numbers` as
 * for doors. The result is a `ScheduleResult`; text is never recognised, so schedules in scans are not found.
 *
 * @throws EngineError `unsupported` where every page is a scan.
 */
export const scheduleExtractorEngine: Engine = { id: "schedule-extractor", run };

async function run(task: EngineTask, context: EngineContext): Promise<EngineOutcome> {
  const { found, pages, processingTimeMs } = await readDrawings(task, context, {
    looksFor: "schedules",
    read(page, pageNumber) {
      const paths = page.paths();
      if (paths.length === 0 && isPicture(page)) return undefined;
      return findSchedules(paths, page.chars()).map((schedule) => extracted(schedule, pageNumber));
    },
  });
  const data: ScheduleResult = {
    schedules: found,
    schedules_found: found.length,
    pages_analyzed: task.options["page_numbers"] === undefined ? null : pages.length,
    model_version: "schedule-extractor-v1.0.0",
    processing_time_ms: processingTimeMs,
    ocr_fallback_used: false,
    rasterized_pages: [],
  };
  return { files: [], data, pages: pages.length };
}

function extracted({ title, headers, rows, box }: FoundSchedule, page: number): ExtractedSchedule {
  return {
    schedule_type: scheduleType(title),
    title,
    headers,
    rows,
    confidence: confidence(headers, rows),
    bounding_box: { ...resultBox(box), page },
    metadata: { page_number: page },
  };
}

function scheduleType(title: string): string {
  if (/\bDOOR/i.test(title)) return "door_schedule";
  if (/\bWINDOW/i.test(title)) return "window_schedule";
  if (/\bFINISH/i.test(title)) return "finish_schedule";
  const [, lists = ""] = /^(.*?)\bschedule\b/i.exec(title) ?? [];
  const words = lists.toLowerCase().match(/[a-z]+/g) ?? [];
  return [...words, "schedule"].join("_");
}

function confidence(headers: string[], rows: string[][]): number {
  const share = (texts: string[]): number => texts.filter((text) => text !== "").length / texts.length;
  return Math.round(100 * (0.5 + 0.3 * share(headers) + 0.2 * share(rows.flat()))) / 100;
}
