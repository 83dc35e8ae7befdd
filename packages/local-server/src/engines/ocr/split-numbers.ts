import type { OcrWord } from "./recognise-page.js";

/**
 * Parts numbers that the recogniser has run together ("03 20 00" comes as "0320 00"), by the gaps in their ink.
 * Digits have one width in nearly all fonts, so the gap between two of them is known but for the narrow "1".
 */
export function splitNumbers(
  line: { words: readonly OcrWord[] },
  page: { width: number; ink: Uint8Array },
): OcrWord[] {
  return line.words.flatMap((word) => (/^[\d.,]{3,}$/.test(word.text) ? splitNumber(word, page) : [word]));
}

interface Segment {
  x0: number;
  x1: number;
}

function splitNumber(word: OcrWord, page: { width: number; ink: Uint8Array }): OcrWord[] {
  const segments = inkSegments(word, page);
  // Only where each sign stands alone is it clear which gap is between which.
  if (segments.length !== word.text.length) return [word];
  const parts: OcrWord[] = [];
  let start = 0;
  for (let at = 1; at <= segments.length; at++) {
    if (at < segments.length && !isSpace(word, segments, at)) continue;
    const box = {
      ...word.box,
      x0: segments[start]?.x0 ?? word.box.x0,
      x1: segments[at - 1]?.x1 ?? word.box.x1,
    };
    const part: OcrWord = { text: word.text.slice(start, at), box, confidence: word.confidence };
    if (start === 0 && word.tabBefore) part.tabBefore = word.tabBefore;
    parts.push(part);
    start = at;
  }
  return parts;
}

function isSpace({ text, box }: OcrWord, segments: readonly Segment[], at: number): boolean {
  const pair = text.slice(at - 1, at + 1);
  if (!/^\d\d$/.test(pair)) return false;
  const narrow = [...pair].filter((digit) => digit === "1").length;
  const gap = (segments[at]?.x0 ?? 0) - (segments[at - 1]?.x1 ?? 0);
  return gap > (box.y1 - box.y0) * (spaceByNarrowDigits[narrow] ?? 1);
}

/** The least gap that is a space, against the height of digits, where none, one or both of the two are a "1". */
const spaceByNarrowDigits = [0.31, 0.46, 0.56] as const;

/** The stretches of a word's columns that have ink. */
function inkSegments({ box }: OcrWord, { width, ink }: { width: number; ink: Uint8Array }): Segment[] {
  const segments: Segment[] = [];
  let start = -1;
  for (let x = box.x0; x <= box.x1; x++) {
    let hasInk = false;
    for (let y = box.y0; y < box.y1 && !hasInk && x < box.x1; y++) hasInk = ink[y * width + x] === 1;
    if (hasInk && start < 0) start = x;
    if (!hasInk && start >= 0) {
      segments.push({ x0: start, x1: x });
      start = -1;
    }
  }
  return segments;
}
