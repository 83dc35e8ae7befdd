import type { ResultBox } from "../read-drawings.js";

/** What a schedule-extractor job answers, apart from the `document_id`. */
export interface ScheduleResult {
  schedules: ExtractedSchedule[];
  schedules_found: number;
  /** Null when the whole document was read. */
  pages_analyzed: number | null;
  model_version: string;
  processing_time_ms: number;
  ocr_fallback_used: boolean;
  rasterized_pages: number[];
}

export interface ExtractedSchedule {
  /** `door_schedule`, `window_schedule`, `finish_schedule`, or the title in that form. */
  schedule_type: string;
  title: string;
  headers: string[];
  /** A text for each header; what spans several columns stands in the first of them. */
  rows: string[][];
  /** 0..1: how much of the table is filled in. */
  confidence: number;
  /** The shape is not documented; this is that of doors, and the page. */
  bounding_box: ResultBox & { page: number };
  metadata: { page_number: number };
}
