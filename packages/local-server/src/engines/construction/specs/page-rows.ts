import type { PdfChar } from "../../pdf/pdf-document.js";
import { textLines, type TextLine } from "../../pdf/text-lines.js";
import type { TextWord } from "../../pdf/text-words.js";

/** A page of a manual as rows of text, top to bottom. */
export interface PageRows {
  /** 0-based. */
  index: number;
  widthPt: number;
  heightPt: number;
  rows: PageRow[];
}

/** Everything on one baseline. */
export interface PageRow {
  text: string;
  words: TextWord[];
  left: number;
  right: number;
  baseline: number;
  fontSizePt: number;
  bold: boolean;
}

/** Level text only: what runs up the side of a page is no part of the reading order. */
export function pageRows(
  page: { index: number; widthPt: number; heightPt: number },
  chars: PdfChar[],
): PageRows {
  const { index, widthPt, heightPt } = page;
  const rows = textLines(chars)
    .filter((line) => line.angle === 0)
    .map(rowOfLine);
  return { index, widthPt, heightPt, rows };
}

function rowOfLine({ words, baseline, fontSizePt }: TextLine): PageRow {
  return rowOfWords(words, baseline, fontSizePt);
}

/** A row of some of the words of a line. */
export function rowOfWords(words: TextWord[], baseline: number, fontSizePt: number): PageRow {
  const chars = words.flatMap((word) => word.chars);
  return {
    text: words
      .map((word) => word.text)
      .join(" ")
      .replaceAll(/\s+/gu, " ")
      .trim(),
    words,
    left: Math.min(...words.map((word) => word.left)),
    right: Math.max(...words.map((word) => word.right)),
    baseline,
    fontSizePt,
    bold: chars.filter((char) => char.bold).length > chars.length / 2,
  };
}

/** The words of a row in cells: a gap wider than the font size stands between two of them. */
export function cellsOf(words: TextWord[], fontSizePt: number): TextWord[][] {
  const cells: TextWord[][] = [];
  for (const word of words) {
    const cell = cells.at(-1);
    const last = cell?.at(-1);
    if (cell && last && word.left - last.right <= fontSizePt) cell.push(word);
    else cells.push([word]);
  }
  return cells;
}
