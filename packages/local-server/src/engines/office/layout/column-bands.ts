import type { TextWord } from "../../pdf/text-words.js";
import type { Row } from "./columns.js";

/** A run of rows with an empty upright stripe through all of them, text columns on its sides. */
export interface Band {
  first: number;
  last: number;
  /** The middle of the stripe. */
  x: number;
}

interface Side {
  /** Rows of text with something on this side, a picture or table counting as many as fit beside it. */
  lines: number;
  left: number;
  right: number;
  isProse: boolean;
}

const narrowStripePt = 7;
const wideStripePt = 12;
const minColumnPt = 50;

/** The stripe with the most rows on its sides, or undefined where the rows are one column or a table. */
export function bestBand(rows: Row[]): Band | undefined {
  let best: (Band & { score: number }) | undefined;
  for (const x of candidates(rows)) {
    for (const run of openRuns(rows, x)) {
      const band = trim(rows, run, x);
      if (!band) continue;
      const score = scoreOf(rows.slice(band.first, band.last + 1), x);
      if (score > (best?.score ?? 0)) best = { ...band, score };
    }
  }
  return best;
}

/** Places beside words where a stripe could run. */
function candidates(rows: Row[]): number[] {
  const counts = new Map<number, number>();
  const add = (x: number): void => {
    const rounded = Math.round(x / 3) * 3;
    counts.set(rounded, (counts.get(rounded) ?? 0) + 1);
  };
  for (const { words } of rows) {
    words.forEach((word, index) => {
      const gap = word.left - (words[index - 1]?.right ?? -Infinity);
      if (index === 0 || gap >= narrowStripePt) add(word.left - Math.min(gap, wideStripePt) / 2);
    });
  }
  return [...counts]
    .filter(([, count]) => count >= 2)
    .sort((first, second) => second[1] - first[1])
    .slice(0, 60)
    .map(([x]) => x);
}

function openRuns(rows: Row[], x: number): { first: number; last: number }[] {
  const runs: { first: number; last: number }[] = [];
  let first = -1;
  for (let index = 0; index <= rows.length; index += 1) {
    const row = rows[index];
    if (row && !isBlocked(row, x)) {
      if (first < 0) first = index;
      continue;
    }
    if (first >= 0 && index - first >= 3) runs.push({ first, last: index - 1 });
    first = -1;
  }
  return runs;
}

function isBlocked(row: Row, x: number): boolean {
  const left = x - narrowStripePt / 2;
  const right = x + narrowStripePt / 2;
  if (row.block) return row.left < right && row.right > left;
  return row.words.some((word) => word.left < right && word.right > left);
}

/** Leaves out rows above and below the columns that only stand on one side, as a heading does. */
function trim(rows: Row[], run: { first: number; last: number }, x: number): Band | undefined {
  const inRun = rows.slice(run.first, run.last + 1);
  const isLeft = inRun.map((row) => row.left < x);
  const isRight = inRun.map((row) => row.right > x);
  if (!isLeft.includes(true) || !isRight.includes(true)) return undefined;
  let first = Math.max(isLeft.indexOf(true), isRight.indexOf(true));
  // Columns need not share baselines: a row that is level with the first one belongs to it, a tall one too.
  const top = inRun[first]?.top ?? 0;
  while (first > 0 && (inRun[first - 1]?.bottom ?? Infinity) < top - 1) first -= 1;
  let last = inRun.length - 1;
  if (run.last < rows.length - 1)
    last = endBeforeText(inRun, Math.min(isLeft.lastIndexOf(true), isRight.lastIndexOf(true)), x);
  return first > last ? undefined : { first: run.first + first, last: run.first + last, x };
}

/**
 * Below the columns' last shared row one column may go on alone. Its rows up to the last one that fills the column
 * belong to it, and those that follow without a wide gap.
 */
function endBeforeText(rows: Row[], shared: number, x: number): number {
  const isLeft = (rows[shared + 1]?.left ?? 0) < x;
  const words = rows
    .slice(0, shared + 1)
    .flatMap((row) => row.words)
    .filter((word) => word.left < x === isLeft);
  const left = Math.min(...words.map((word) => word.left));
  const width = Math.max(...words.map((word) => word.right)) - left;
  const fills = (row: Row): boolean => row.left < left + 0.3 * width && row.right > left + 0.8 * width;
  const from = Math.max(
    shared,
    rows.findLastIndex((row, index) => index > shared && fills(row)),
  );
  for (let index = from + 1; index < rows.length; index += 1) {
    const above = rows[index - 1];
    const row = rows[index];
    if (above && row && above.bottom - row.top > 0.7 * (row.top - row.bottom)) return index - 1;
  }
  return rows.length - 1;
}

/** How many rows of text the columns have; 0 where they are not columns. */
function scoreOf(rows: Row[], x: number): number {
  const left = sideOf(rows, (center) => center < x);
  const right = sideOf(rows, (center) => center >= x);
  const stripe = right.left - left.right;
  const fewest = Math.min(left.lines, right.lines);
  if (fewest < (stripe < wideStripePt ? 6 : 3)) return 0;
  if (Math.min(left.right - left.left, right.right - right.left) < minColumnPt) return 0;
  const shared = rows.filter((row) => !row.block && row.left < x && row.right > x).length;
  if (!(left.isProse && right.isProse) && shared >= 0.5 * fewest) return 0;
  return (left.lines + right.lines) * Math.min(1, stripe / 20);
}

function sideOf(rows: Row[], isOnSide: (center: number) => boolean): Side {
  let textRows = 0;
  let gappedRows = 0;
  let words = 0;
  let blockLines = 0;
  const lefts: number[] = [];
  const rights: number[] = [];
  let left = Infinity;
  let right = -Infinity;
  for (const row of rows) {
    if (row.block && isOnSide((row.left + row.right) / 2)) {
      blockLines += Math.max(1, (row.top - row.bottom) / 14);
      left = Math.min(left, row.left);
      right = Math.max(right, row.right);
    }
    const own = row.words.filter((word) => isOnSide((word.left + word.right) / 2));
    if (own.length === 0) continue;
    textRows += 1;
    if (hasWideGap(own)) gappedRows += 1;
    words += own.length;
    left = Math.min(left, ...own.map((word) => word.left));
    lefts.push(Math.min(...own.map((word) => word.left)));
    rights.push(Math.max(...own.map((word) => word.right)));
    right = Math.max(right, rights.at(-1) ?? right);
  }
  const full = rights.filter((edge) => edge >= right - 0.2 * (right - left)).length;
  // Lines that fill their column from edge to edge may have few words; ragged ones must have more.
  const flush = lefts.filter((edge) => edge <= left + 3).length;
  const exact = rights.filter((edge) => edge >= right - 1.5).length;
  const isFlush = textRows >= 6 && flush >= 0.7 * textRows && exact >= 0.5 * textRows;
  const isWrapped = isFlush && words >= 1.5 * textRows;
  const isText = isWrapped || (words >= 2.5 * textRows && full >= 0.4 * textRows);
  const isProse = textRows === 0 || (isText && gappedRows < 0.35 * textRows);
  return { lines: textRows + blockLines, left, right, isProse };
}

/** A gap as between the columns of a table. */
function hasWideGap(words: TextWord[]): boolean {
  return words
    .slice(1)
    .some((word, index) => word.left - (words[index]?.right ?? word.left) > 2.2 * word.fontSizePt);
}
