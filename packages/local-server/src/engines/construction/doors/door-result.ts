import type { DoorBox } from "./door-box.js";

/** What a door-detector job answers, apart from the `document_id`, which only the API knows. */
export interface DoorResult {
  doors: DetectedDoor[];
  doors_found: number;
  pages_analyzed: number;
  model_version: string;
  processing_time_ms: number;
}

/** One leaf; a double door is two of them. The API documents `id`, `page` and `bbox`; the rest is added here. */
export interface DetectedDoor {
  /** `door_` and 12 hex digits; the same document gives the same ids. */
  id: string;
  /** 1-based. */
  page: number;
  /** In PDF points from the lower left of the page as displayed. */
  bbox: DoorBox;
  /** Assumption, not in the API's documentation: the point the leaf turns around. */
  hinge: { x: number; y: number };
  /** Assumption: the leaf's length in points. */
  radius: number;
  /** Assumption: 0..1. */
  confidence: number;
}
