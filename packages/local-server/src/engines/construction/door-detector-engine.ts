import type { Engine, EngineContext, EngineOutcome, EngineTask } from "../engine.js";
import type { PdfPage, PdfPath } from "../pdf/pdf-document.js";
import { doorBox } from "./doors/door-box.js";
import type { DetectedDoor, DoorResult } from "./doors/door-result.js";
import { findDoors, type PlanDoor } from "./doors/find-doors.js";
import { likelyRadii } from "./doors/scale-notes.js";
import { findingId, isPicture, readDrawings, roundPt } from "./read-drawings.js";

const modelVersion = "door-detector-v1.0.0";

/**
 * Finds hinged doors in vector plans (AnchorGrid `door-detector`). Option `page_numbers`: 1-based pages, others than the
 * document's are skipped; left out, every page is read. The result is a `DoorResult`. Doors without a swing arc (sliding,
 * folding, overhead) are not found, nor are scans.
 *
 * @throws EngineError `unsupported` where no page is a vector drawing but a scan.
 */
export const doorDetectorEngine: Engine = { id: "door-detector", run };

async function run(task: EngineTask, context: EngineContext): Promise<EngineOutcome> {
  const { found, pages, processingTimeMs } = await readDrawings(task, context, {
    looksFor: "doors",
    read(page, pageNumber, seed) {
      const paths = page.paths();
      if (paths.length === 0 && isPicture(page)) return undefined;
      return doorsOf(page, paths).map((door) => detectedDoor(door, pageNumber, seed));
    },
  });
  const data: DoorResult = {
    doors: found,
    doors_found: found.length,
    pages_analyzed: pages.length,
    model_version: modelVersion,
    processing_time_ms: processingTimeMs,
  };
  return { files: [], data, pages: pages.length };
}

/** Reads the text, which takes longer than the drawing, only where there is something to weigh. */
function doorsOf(page: PdfPage, paths: PdfPath[]): PlanDoor[] {
  const found = findDoors(paths);
  if (found.length === 0) return found;
  const text = page.chars().map((char) => char.text);
  const radii = likelyRadii(text.join(""));
  return radii.length === 0 ? found : findDoors(paths, { likelyRadii: radii });
}

function detectedDoor(door: PlanDoor, page: number, seed: string): DetectedDoor {
  const hinge = { x: roundPt(door.hinge.x), y: roundPt(door.hinge.y) };
  const box = doorBox(door);
  const bbox = { x1: roundPt(box.x1), y1: roundPt(box.y1), x2: roundPt(box.x2), y2: roundPt(box.y2) };
  const id = findingId("door", [seed, page, bbox, hinge]);
  return { id, page, bbox, hinge, radius: roundPt(door.radius), confidence: door.confidence };
}
