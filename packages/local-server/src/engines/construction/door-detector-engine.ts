import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import type { Engine, EngineContext, EngineOutcome, EngineTask } from "../engine.js";
import { EngineError } from "../engine-error.js";
import { openPdf } from "../pdf/open-pdf.js";
import type { PdfDocument, PdfPage, PdfPath } from "../pdf/pdf-document.js";
import { doorBox } from "./doors/door-box.js";
import type { DetectedDoor, DoorResult } from "./doors/door-result.js";
import { findDoors, type PlanDoor } from "./doors/find-doors.js";
import { likelyRadii } from "./doors/scale-notes.js";
import { stopIfAborted } from "./stop-if-aborted.js";

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
  const startedAt = performance.now();
  const bytes = await readFile(task.inputPath);
  const seed = createHash("sha256").update(bytes).digest("hex");
  const document = await openPdf(bytes);
  try {
    const pages = wantedPages(task.options["page_numbers"], document.pageCount);
    const doors = detect(document, pages, seed, context);
    const data: DoorResult = {
      doors,
      doors_found: doors.length,
      pages_analyzed: pages.length,
      model_version: modelVersion,
      processing_time_ms: Math.round(performance.now() - startedAt),
    };
    return { files: [], data, pages: pages.length };
  } finally {
    document.close();
  }
}

function wantedPages(option: unknown, pageCount: number): number[] {
  if (option === undefined || option === null)
    return Array.from({ length: pageCount }, (_, index) => index + 1);
  if (!Array.isArray(option) || !option.every((page) => Number.isInteger(page))) {
    throw new EngineError(
      "unsupported",
      "page_numbers is not a list of whole numbers. Give pages such as [1, 3].",
    );
  }
  return [...new Set(option as number[])].filter((page) => page >= 1 && page <= pageCount);
}

function detect(
  document: PdfDocument,
  pages: number[],
  seed: string,
  context: EngineContext,
): DetectedDoor[] {
  const doors: DetectedDoor[] = [];
  let drawings = 0;
  let scans = 0;
  pages.forEach((pageNumber, index) => {
    stopIfAborted(context.signal);
    context.progress((100 * index) / pages.length, `Looking for doors on page ${pageNumber}`);
    const page = document.page(pageNumber - 1);
    try {
      const paths = page.paths();
      if (paths.length > 0) drawings += 1;
      else if (isScan(page)) scans += 1;
      const found = doorsOf(page, paths);
      doors.push(...found.map((door) => detectedDoor(door, pageNumber, seed)));
    } finally {
      page.close();
    }
  });
  if (scans > 0 && drawings === 0) {
    throw new EngineError(
      "unsupported",
      "The plan is a scan, and doors are found in vector drawings only. Export the sheet from the drawing program as PDF.",
    );
  }
  return doors;
}

/** Reads the text, which takes longer than the drawing, only where there is something to weigh. */
function doorsOf(page: PdfPage, paths: PdfPath[]): PlanDoor[] {
  const found = findDoors(paths);
  if (found.length === 0) return found;
  const text = page.chars().map((char) => char.text);
  const radii = likelyRadii(text.join(""));
  return radii.length === 0 ? found : findDoors(paths, { likelyRadii: radii });
}

function isScan(page: PdfPage): boolean {
  const sheet = page.widthPt * page.heightPt;
  return page.images().some(({ left, right, bottom, top }) => (right - left) * (top - bottom) > sheet / 2);
}

function detectedDoor(door: PlanDoor, page: number, seed: string): DetectedDoor {
  const hinge = { x: round(door.hinge.x), y: round(door.hinge.y) };
  const box = doorBox(door);
  const bbox = { x1: round(box.x1), y1: round(box.y1), x2: round(box.x2), y2: round(box.y2) };
  const id = createHash("sha256")
    .update(JSON.stringify([seed, page, bbox, hinge]))
    .digest("hex")
    .slice(0, 12);
  return { id: `door_${id}`, page, bbox, hinge, radius: round(door.radius), confidence: door.confidence };
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
