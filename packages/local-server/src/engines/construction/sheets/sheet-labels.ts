import type { Box } from "../../pdf/matrix.js";
import type { PdfChar } from "../../pdf/pdf-document.js";
import { textLines, type TextLine } from "../../pdf/text-lines.js";
import type { TextWord } from "../../pdf/text-words.js";

/** A piece of text on a sheet that reads as one: a title, a number, a note's line. */
export interface SheetLabel extends Box {
  text: string;
  fontSizePt: number;
  /** Counter-clockwise, in degrees; title blocks at the edge are often turned. */
  angle: number;
}

/** A gap of more than so many font sizes parts two labels on one baseline. */
const partingGap = 1.4;

/** The labels of a sheet, those that are level first, top to bottom. */
export function sheetLabels(chars: PdfChar[]): SheetLabel[] {
  return textLines(chars).flatMap((line) => parts(line).map((words) => toLabel(words, line.angle)));
}

function parts({ words }: TextLine): TextWord[][] {
  const found: TextWord[][] = [];
  for (const word of words) {
    const part = found.at(-1);
    const last = part?.at(-1);
    const reach = partingGap * Math.max(last?.fontSizePt ?? 0, word.fontSizePt);
    if (part && last && word.left - last.right < reach) part.push(word);
    else found.push([word]);
  }
  return found;
}

function toLabel(words: TextWord[], angle: number): SheetLabel {
  const box = {
    left: Math.min(...words.map(({ left }) => left)),
    right: Math.max(...words.map(({ right }) => right)),
    bottom: Math.min(...words.map(({ bottom }) => bottom)),
    top: Math.max(...words.map(({ top }) => top)),
  };
  const text = words.map((word) => word.text).join(" ");
  const fontSizePt = Math.max(...words.map((word) => word.fontSizePt));
  return { text, fontSizePt, angle, ...(angle === 0 ? box : turnedBack(box, angle)) };
}

/** Boxes of turned lines are those of the page turned until they are level. */
function turnedBack({ left, right, bottom, top }: Box, degrees: number): Box {
  const cos = Math.cos((degrees * Math.PI) / 180);
  const sin = Math.sin((degrees * Math.PI) / 180);
  const corners = [left, right].flatMap((x) =>
    [bottom, top].map((y) => ({ x: x * cos - y * sin, y: x * sin + y * cos })),
  );
  return {
    left: Math.min(...corners.map(({ x }) => x)),
    right: Math.max(...corners.map(({ x }) => x)),
    bottom: Math.min(...corners.map(({ y }) => y)),
    top: Math.max(...corners.map(({ y }) => y)),
  };
}
