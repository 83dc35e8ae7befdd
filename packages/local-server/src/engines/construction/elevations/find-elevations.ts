import type { Box } from "../../pdf/matrix.js";
import type { PdfChar, PdfPath } from "../../pdf/pdf-document.js";
import { type SheetLabel, sheetLabels } from "../sheets/sheet-labels.js";
import { drawingViews } from "./drawing-views.js";

/** An elevation: its title and the drawing that it names. */
export interface FoundElevation {
  title: string;
  box: Box;
}

interface Sheet {
  widthPt: number;
  heightPt: number;
}

const maxTitleWords = 8;
/** A drawing is this much larger than its title's letters, each way. */
const viewSizes = 5;
/** So far from its title a drawing may be, as a part of the sheet's height. */
const reachShare = 0.12;
const scaleNote = /\bSCALE\b|["”]\s*=\s*1\s*['’]|\b1\s*:\s*\d{1,4}\b|\bN\.?T\.?S\.?\b/i;

/** The elevations of a sheet, top to bottom: a title, a scale below it, the drawing above both. */
export function findElevations(paths: PdfPath[], chars: PdfChar[], sheet: Sheet): FoundElevation[] {
  const labels = sheetLabels(chars.filter((char) => Math.abs(char.angle) < 2));
  const titles = labels.filter((label) => isTitle(label, labels));
  if (titles.length === 0) return [];
  const views = drawingViews(paths, sheet);
  const taken = new Set<Box>();
  const found: FoundElevation[] = [];
  for (const title of titles) {
    const view = viewOf(title, views, sheet);
    if (!view || taken.has(view)) continue;
    taken.add(view);
    found.push({ title: title.text, box: view });
  }
  return found.sort((a, b) => b.box.top - a.box.top || a.box.left - b.box.left);
}

/** `NORTH ELEVATION` over its scale, not `SEE ELEVATION`, not a level such as `ELEVATION 100'-0"`. */
function isTitle(label: SheetLabel, labels: SheetLabel[]): boolean {
  const { text } = label;
  if (!/\bELEVATIONS?\b/i.test(text) || text.split(" ").length > maxTitleWords) return false;
  if (/\b(SEE|REFER|REF|PER|TO)\b/i.test(text) || /\bELEVATIONS?\W*[-+]?\d/i.test(text)) return false;
  return labels.some((other) => other !== label && scaleNote.test(other.text) && isBelow(other, label));
}

function isBelow(note: SheetLabel, title: SheetLabel): boolean {
  const gap = title.bottom - note.top;
  const reach = 3 * title.fontSizePt;
  return (
    gap > -0.6 * title.fontSizePt &&
    gap < reach &&
    note.left < title.right + reach &&
    note.right > title.left - reach
  );
}

/** The drawing around the title, else the nearest above it, else the nearest below. */
function viewOf(title: SheetLabel, views: Box[], { heightPt }: Sheet): Box | undefined {
  const least = viewSizes * title.fontSizePt;
  const large = views.filter(({ left, right, bottom, top }) => right - left > least && top - bottom > least);
  const beside = large.filter(({ left, right }) => left < title.right && right > title.left);
  const around = beside.filter((view) => view.bottom < title.bottom && view.top > title.top);
  if (around.length > 0) return around.sort((a, b) => area(a) - area(b))[0];
  const reach = reachShare * heightPt;
  const nearest = (distance: (view: Box) => number): Box | undefined =>
    beside
      .filter((view) => distance(view) > -title.fontSizePt && distance(view) < reach)
      .sort((a, b) => distance(a) - distance(b))[0];
  return nearest((view) => view.bottom - title.top) ?? nearest((view) => title.bottom - view.top);
}

function area({ left, right, bottom, top }: Box): number {
  return (right - left) * (top - bottom);
}
