import type { PdfChar } from "./pdf-document.js";
import { textWords, type TextWord } from "./text-words.js";

/** Everything that stands on one baseline, whatever the gaps in it: one visual row of text. */
export interface TextLine {
  /** The words, one space between them. */
  text: string;
  words: TextWord[];
  baseline: number;
  left: number;
  right: number;
  bottom: number;
  top: number;
  /** The font size of most of its characters. */
  fontSizePt: number;
  /** Baseline angle in whole degrees; boxes of turned lines are those of the page turned until they are level. */
  angle: number;
}

/** Groups characters into lines, top to bottom, words left to right; turned text follows the level text. */
export function textLines(chars: PdfChar[]): TextLine[] {
  const lines: TextLine[] = [];
  for (const [angle, turned] of byAngle(chars)) {
    const level = angle === 0 ? turned : turned.map((char) => turn(char, -angle));
    lines.push(...wordLines(textWords(level), angle));
  }
  return lines;
}

/** Groups words of one angle into lines, top to bottom. */
export function wordLines(words: TextWord[], angle: number = 0): TextLine[] {
  const rows: TextWord[][] = [];
  const ordered = [...words].sort((a, b) => b.baseline - a.baseline || a.left - b.left);
  for (const word of ordered) {
    const row = rows.slice(-4).findLast((candidate) => sharesLine(candidate, word));
    if (row) row.push(word);
    else rows.push([word]);
  }
  return joinRaised(rows)
    .map((row) => toLine(row, angle))
    .sort((first, second) => second.baseline - first.baseline || first.left - second.left);
}

/** Rows that are only superscripts or subscripts go to the line that they stand at. */
function joinRaised(rows: TextWord[][]): TextWord[][] {
  return rows.filter((row, index) => {
    const size = Math.max(...row.map((word) => word.fontSizePt));
    const near = [...rows.slice(Math.max(0, index - 2), index), ...rows.slice(index + 1, index + 3)];
    const line = near.find(
      (other) =>
        size < 0.85 * Math.max(...other.map((word) => word.fontSizePt)) &&
        row.every((word) => sharesLine(other, word)),
    );
    line?.push(...row);
    return !line;
  });
}

function byAngle(chars: PdfChar[]): [number, PdfChar[]][] {
  const groups = new Map<number, PdfChar[]>([[0, []]]);
  for (const char of chars) {
    const angle = Math.abs(char.angle) < 2 ? 0 : Math.round(char.angle);
    const group = groups.get(angle);
    if (group) group.push(char);
    else groups.set(angle, [char]);
  }
  return [...groups].sort(([first], [second]) => Math.abs(first) - Math.abs(second) || first - second);
}

/** The character as it stands when the page is turned around its origin. */
function turn(char: PdfChar, degrees: number): PdfChar {
  const cos = Math.cos((degrees * Math.PI) / 180);
  const sin = Math.sin((degrees * Math.PI) / 180);
  const originX = char.originX * cos - char.originY * sin;
  const originY = char.originX * sin + char.originY * cos;
  const xs = [char.left, char.right].flatMap((x) => [char.bottom, char.top].map((y) => x * cos - y * sin));
  const right = Math.max(originX, Math.max(...xs));
  const bottom = originY - 0.2 * char.fontSizePt;
  return { ...char, originX, originY, left: originX, right, bottom, top: bottom + char.fontSizePt, angle: 0 };
}

function sharesLine(row: TextWord[], word: TextWord): boolean {
  const main = row.reduce((best, other) => (other.fontSizePt > best.fontSizePt ? other : best));
  const size = Math.max(main.fontSizePt, word.fontSizePt);
  const rise = Math.abs(main.baseline - word.baseline);
  if (rise < 0.2 * size) return true;
  // A superscript or subscript is smaller and reaches into the line it belongs to.
  const smaller = Math.min(main.fontSizePt, word.fontSizePt);
  return smaller < 0.85 * size && rise < 0.5 * size && touches(row, word);
}

function touches(row: TextWord[], word: TextWord): boolean {
  const reach = 0.3 * word.fontSizePt;
  return row.some((other) => word.left < other.right + reach && word.right > other.left - reach);
}

function toLine(row: TextWord[], angle: number): TextLine {
  const words = joinFragments(row.sort((first, second) => first.left - second.left));
  const main = words.reduce((best, word) => (weight(word) > weight(best) ? word : best));
  return {
    text: words.map((word) => word.text).join(" "),
    words,
    baseline: main.baseline,
    left: Math.min(...words.map((word) => word.left)),
    right: Math.max(...words.map((word) => word.right)),
    bottom: Math.min(...words.map((word) => word.bottom)),
    top: Math.max(...words.map((word) => word.top)),
    fontSizePt: mainFontSize(words),
    angle,
  };
}

function weight(word: TextWord): number {
  return word.fontSizePt * 100 + word.chars.length;
}

/** Joins the parts of a word that were not drawn one after the other. */
function joinFragments(words: TextWord[]): TextWord[] {
  const joined: TextWord[] = [];
  for (const word of words) {
    const last = joined.at(-1);
    const size = Math.min(last?.fontSizePt ?? 0, word.fontSizePt);
    const gap = last ? word.left - last.right : Infinity;
    if (last && !word.spaceBefore && gap < 0.1 * size && gap > -0.3 * size) {
      joined[joined.length - 1] = merge(last, word);
    } else {
      joined.push(word);
    }
  }
  return joined;
}

function merge(first: TextWord, second: TextWord): TextWord {
  const bigger = second.fontSizePt > first.fontSizePt ? second : first;
  return {
    text: first.text + second.text,
    chars: [...first.chars, ...second.chars],
    left: first.left,
    right: Math.max(first.right, second.right),
    bottom: Math.min(first.bottom, second.bottom),
    top: Math.max(first.top, second.top),
    baseline: bigger.baseline,
    fontSizePt: bigger.fontSizePt,
    spaceBefore: first.spaceBefore,
  };
}

function mainFontSize(words: TextWord[]): number {
  const counts = new Map<number, number>();
  for (const { fontSizePt } of words.flatMap((word) => word.chars)) {
    const size = Math.round(fontSizePt * 4) / 4;
    counts.set(size, (counts.get(size) ?? 0) + 1);
  }
  return [...counts].reduce((best, entry) => (entry[1] > best[1] ? entry : best), [0, 0])[0];
}
