import type { PdfChar, PdfLink } from "../../pdf/pdf-document.js";
import type { Ruling } from "./rulings.js";

/** What is not in the characters themselves: lines under and through them, and links over them. */
export interface Decorations {
  underlined: Set<PdfChar>;
  struck: Set<PdfChar>;
  urls: Map<PdfChar, string>;
  /** The lines that belong to text, so that they are not taken for a table's. */
  used: Set<Ruling>;
}

const maxRulings = 1500;

export function findDecorations(chars: PdfChar[], rulings: Ruling[], links: PdfLink[]): Decorations {
  const decorations: Decorations = {
    underlined: new Set(),
    struck: new Set(),
    urls: new Map(),
    used: new Set(),
  };
  const level = chars.filter((char) => Math.abs(char.angle) < 2 && char.text.trim() !== "");
  const lines = rulings.filter((ruling) => ruling.axis === "horizontal" && ruling.thicknessPt < 3);
  if (lines.length <= maxRulings) for (const ruling of lines) decorate(level, ruling, decorations);
  for (const link of links) {
    for (const char of level) if (isInside(char, link)) decorations.urls.set(char, link.url);
  }
  return decorations;
}

function decorate(chars: PdfChar[], ruling: Ruling, decorations: Decorations): void {
  const under = chars.filter((char) => isOver(char, ruling, -0.4, 0.02));
  if (matchesWidth(under, ruling)) {
    for (const char of under) decorations.underlined.add(char);
    decorations.used.add(ruling);
    return;
  }
  const through = chars.filter((char) => isOver(char, ruling, 0.15, 0.45));
  if (matchesWidth(through, ruling)) {
    for (const char of through) decorations.struck.add(char);
    decorations.used.add(ruling);
  }
}

/** Whether the line lies across the character, so far (in font sizes) above its baseline. */
function isOver(char: PdfChar, ruling: Ruling, from: number, to: number): boolean {
  const center = (char.left + char.right) / 2;
  if (center < ruling.start - 0.5 || center > ruling.end + 0.5) return false;
  const rise = (ruling.position - char.originY) / char.fontSizePt;
  return rise >= from && rise <= to;
}

/** A line of text is as long as its text; a border is longer. */
function matchesWidth(chars: PdfChar[], ruling: Ruling): boolean {
  const first = chars[0];
  if (!first) return false;
  let left = Infinity;
  let right = -Infinity;
  for (const char of chars) {
    left = Math.min(left, char.left);
    right = Math.max(right, char.right);
  }
  const slack = 0.5 * first.fontSizePt;
  return Math.abs(left - ruling.start) < slack && Math.abs(right - ruling.end) < slack;
}

function isInside(char: PdfChar, box: PdfLink): boolean {
  const x = (char.left + char.right) / 2;
  const y = (char.bottom + char.top) / 2;
  return x >= box.left && x <= box.right && y >= box.bottom - 1 && y <= box.top + 1;
}
