import { disciplineOfNumber } from "./disciplines.js";
import { drawingTypeOf } from "./drawing-type.js";
import type { SheetLabel } from "./sheet-labels.js";

/** What a sheet's title block says; undefined where it does not. */
export interface TitleBlock {
  drawingNumber: string | undefined;
  title: string | undefined;
}

interface Sheet {
  widthPt: number;
  heightPt: number;
}

const sheetNumber = /^([A-Z]{1,3})\s?[-.]?\s?(\d{1,4}(?:[.-]\d{1,3}){0,2}[A-Z]?)$/;
const numberCaption = /^(sheet|drawing|dwg)\.?\s*(no|number|#)?\.?:?$/i;
const titleCaption = /^(sheet|drawing|dwg)\.?\s*(title|name|contents?):?$/i;
/** How far below its caption a field may begin, in font sizes. */
const captionReach = 4;

/** Reads number and title from the lower right of a sheet, where title blocks have them. */
export function readTitleBlock(labels: SheetLabel[], sheet: Sheet): TitleBlock {
  const block = labels.filter((label) => isInBlock(label, sheet));
  return { drawingNumber: findNumber(block, sheet), title: findTitle(block, labels) };
}

/** A strip at the right edge, or one along the lower edge. */
function isInBlock(label: SheetLabel, { widthPt, heightPt }: Sheet): boolean {
  const x = (label.left + label.right) / 2;
  const y = (label.bottom + label.top) / 2;
  return (x > 0.8 * widthPt && y < 0.6 * heightPt) || (y < 0.15 * heightPt && x > 0.4 * widthPt);
}

/** Under its caption, else the largest one, the nearest to the corner among equals. */
function findNumber(block: SheetLabel[], { widthPt }: Sheet): string | undefined {
  const numbers = block.filter(({ text }) => sheetNumber.test(text) && disciplineOfNumber(text));
  const captions = block.filter(({ text }) => numberCaption.test(text));
  const captioned = numbers.filter((number) => captions.some((caption) => stands(number, caption)));
  const [best] = (captioned.length > 0 ? captioned : numbers).sort(
    (a, b) => b.fontSizePt - a.fontSizePt || widthPt - a.right + a.bottom - (widthPt - b.right + b.bottom),
  );
  return best?.text.replaceAll(/\s/g, "");
}

/** Under its caption, else the largest label of the block, or else of the sheet, that names a kind of drawing. */
function findTitle(block: SheetLabel[], all: SheetLabel[]): string | undefined {
  const caption = block.find(({ text }) => titleCaption.test(text));
  const captioned = caption && block.find((label) => label !== caption && stands(label, caption));
  if (captioned) return withLinesBelow(captioned, block);
  const named = (labels: SheetLabel[]): SheetLabel | undefined =>
    labels
      .filter(({ text }) => drawingTypeOf(text) !== undefined && text.split(" ").length <= 10)
      .reduce<SheetLabel | undefined>((best, label) => (largerThan(label, best) ? label : best), undefined);
  const ofBlock = named(block);
  if (ofBlock) return withLinesBelow(withLinesAbove(ofBlock, block), block);
  return named(all)?.text;
}

function largerThan(label: SheetLabel, best: SheetLabel | undefined): boolean {
  return !best || label.fontSizePt > best.fontSizePt * 1.02;
}

/** Whether the label is the field below the caption, or right of it. */
function stands(label: SheetLabel, caption: SheetLabel): boolean {
  if (label === caption || label.angle !== caption.angle) return false;
  const below = caption.bottom - label.top;
  const reach = captionReach * Math.max(label.fontSizePt, caption.fontSizePt);
  if (below > -0.5 * caption.fontSizePt && below < reach && overlap(label, caption) > 0) return true;
  const right = label.left - caption.right;
  return right >= 0 && right < reach && Math.abs(label.bottom - caption.bottom) < caption.fontSizePt;
}

/** Titles take several lines in a narrow block. */
function withLinesBelow(first: SheetLabel, labels: SheetLabel[]): string {
  const lines = [first.text];
  for (let last: SheetLabel | undefined = first; last;) {
    const above: SheetLabel = last;
    last = labels.find((label) => continues(label, above));
    if (last) lines.push(last.text);
    if (lines.length === 4) break;
  }
  return lines.join(" ");
}

function withLinesAbove(label: SheetLabel, labels: SheetLabel[]): SheetLabel {
  let first = label;
  for (let lines = 0; lines < 3; lines += 1) {
    const above = labels.find((other) => continues(first, other));
    if (!above) break;
    first = above;
  }
  return first;
}

function continues(label: SheetLabel, above: SheetLabel): boolean {
  if (label === above || label.angle !== 0 || above.angle !== 0) return false;
  const gap = above.bottom - label.top;
  const sameSize = Math.abs(label.fontSizePt - above.fontSizePt) < 0.1 * above.fontSizePt;
  return sameSize && Math.abs(gap) < 0.7 * above.fontSizePt && overlap(label, above) > 0;
}

function overlap(a: SheetLabel, b: SheetLabel): number {
  return Math.min(a.right, b.right) - Math.max(a.left, b.left);
}
