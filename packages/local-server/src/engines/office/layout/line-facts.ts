import type { PdfChar } from "../../pdf/pdf-document.js";
import type { TextLine } from "../../pdf/text-lines.js";
import type { TextWord } from "../../pdf/text-words.js";

/** A line of text with what decides which paragraph it belongs to. */
export interface LineFacts {
  line: TextLine;
  mono: boolean;
  bold: boolean;
  /** The look of most of its characters. */
  look: string;
  /** How the line starts, if it starts a list item. */
  marker: "bullet" | "dash" | "number" | undefined;
  /** The words, split where the gap is wider than word spacing ever is. */
  segments: TextWord[][];
  leader: Leader | undefined;
}

/** A line as in a table of contents: text, a row of dots, a page number. */
export interface Leader {
  before: PdfChar[];
  after: PdfChar[];
}

const bullet = /^[•◦▪▫‣⁃●○■□◆◇►▶➢➤✓✔❖∙\u00b7\uf000-\uf0ff]$/u;
const dash = /^[-–—*+]$/u;
const number = /^(\(?(\d{1,3}|[a-zA-Z]|[ivxIVX]{1,5})[.)]|\d{1,3}(\.\d{1,3}){1,5}\.?)$/u;

export function lineFacts(line: TextLine): LineFacts {
  const chars = line.words.flatMap((word) => word.chars);
  const marker = listMarker(line);
  const count = (test: (char: PdfChar) => boolean): number => chars.filter(test).length / chars.length;
  return {
    line,
    mono: marker !== "bullet" && count((char) => char.mono) > 0.8,
    bold:
      count((char) => char.bold || !/[\p{L}\p{N}]/u.test(char.text)) > 0.95 && count((char) => char.bold) > 0,
    look: mainLook(chars),
    marker,
    segments: splitAtGaps(line),
    leader: findLeader(line),
  };
}

function mainLook(chars: PdfChar[]): string {
  const counts = new Map<string, number>();
  for (const char of chars) {
    const look = `${char.bold} ${char.color}`;
    counts.set(look, (counts.get(look) ?? 0) + 1);
  }
  return [...counts].reduce((best, entry) => (entry[1] > best[1] ? entry : best), ["", 0])[0];
}

function listMarker({ words }: TextLine): LineFacts["marker"] {
  const first = words[0]?.text ?? "";
  if (words.length < 2) return undefined;
  if (bullet.test(first)) return "bullet";
  if (dash.test(first)) return "dash";
  return number.test(first) ? "number" : undefined;
}

/** Splits a line's words where the gap cannot be word spacing: more than two ems and far more than its other gaps. */
export function splitAtGaps({ words, fontSizePt }: TextLine): TextWord[][] {
  const gaps = words.slice(1).map((word, index) => word.left - (words[index]?.right ?? word.left));
  const median = [...gaps].sort((first, second) => first - second)[Math.floor(gaps.length / 2)] ?? 0;
  const wide = Math.max(2 * fontSizePt, gaps.length > 2 ? 3 * Math.min(median, fontSizePt) : 0);
  const segments: TextWord[][] = [];
  words.forEach((word, index) => {
    const segment = segments.at(-1);
    if (!segment || (gaps[index - 1] ?? 0) > wide) segments.push([word]);
    else segment.push(word);
  });
  return segments;
}

function findLeader({ words }: TextLine): Leader | undefined {
  const chars = words.flatMap((word) => word.chars);
  let start = -1;
  for (let index = 0; index <= chars.length; index += 1) {
    const isDot = /^[.·…․‥]$/u.test(chars[index]?.text ?? "");
    if (isDot) {
      if (start < 0) start = index;
      continue;
    }
    if (start > 0 && index - start >= 5 && index < chars.length) {
      return { before: chars.slice(0, start), after: chars.slice(index) };
    }
    start = -1;
  }
  return undefined;
}
