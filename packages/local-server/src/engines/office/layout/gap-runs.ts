import type { TextWord } from "../../pdf/text-words.js";
import type { LineFacts } from "./line-facts.js";

/** Lines that form a table: the places between its columns, and which lines make up which row. */
export interface GapRun {
  first: number;
  last: number;
  splits: number[];
  rows: { first: number; last: number }[];
}

interface Stripe {
  left: number;
  right: number;
}

/** A stripe between columns is at least this many ems wide in every row. */
const minStripeEm = 0.55;
/** With two rows only, columns must stand this far apart. */
const clearStripeEm = 1.5;

/** Finds the runs of lines that leave the same stripes empty, so that they are tables rather than text. */
export function gapRuns(lines: LineFacts[]): GapRun[] {
  const runs: GapRun[] = [];
  for (let index = 0; index < lines.length;) {
    const run = growRun(lines, index);
    if (run) runs.push(run);
    index = run ? run.last + 1 : index + 1;
  }
  return runs;
}

function growRun(lines: LineFacts[], first: number): GapRun | undefined {
  const start = lines[first];
  if (!start || !mayBeRow(start)) return undefined;
  let stripes = gapsOf(start);
  let last = first;
  const distances: number[] = [];
  for (let index = first + 1; index < lines.length && stripes.length > 0; index += 1) {
    const facts = lines[index];
    const above = lines[index - 1];
    if (!facts || !above || !mayBeRow(facts)) break;
    const distance = above.line.baseline - facts.line.baseline;
    if (distance > tooFar(distances, start.line.fontSizePt)) break;
    const left = narrow(stripes, facts);
    if (left.length === 0 || (left.length < stripes.length && index - first >= 3)) break;
    stripes = left;
    distances.push(distance);
    last = index;
  }
  return stripes.length === 0 ? undefined : asTable(lines, first, last, stripes);
}

/** Moves a split between the two words of a header row that has one word a column. */
function betweenHeaders(split: number, words: TextWord[], index: number, columns: number): number {
  const left = words[index];
  const right = words[index + 1];
  if (words.length !== columns || !left || !right) return split;
  return Math.min(Math.max(split, left.right + 0.5), right.left - 0.5);
}

function mayBeRow({ mono, leader, marker, segments }: LineFacts): boolean {
  if (mono || leader !== undefined || marker === "bullet") return false;
  return marker !== "number" || segments.length > 1;
}

function tooFar(distances: number[], sizePt: number): number {
  const ordered = [...distances].sort((first, second) => first - second);
  const usual = ordered[Math.floor(ordered.length / 2)];
  return Math.max(1.8 * sizePt, usual === undefined ? 4 * sizePt : 1.7 * usual);
}

function gapsOf({ line }: LineFacts): Stripe[] {
  return line.words.slice(1).flatMap((word, index) => {
    const stripe = { left: line.words[index]?.right ?? word.left, right: word.left };
    return stripe.right - stripe.left >= minStripeEm * line.fontSizePt ? [stripe] : [];
  });
}

/** What of the stripes stays empty with this line added. */
function narrow(stripes: Stripe[], { line }: LineFacts): Stripe[] {
  let open = stripes;
  for (const word of line.words) {
    open = open.flatMap((stripe) => {
      if (word.right <= stripe.left || word.left >= stripe.right) return [stripe];
      return [
        { left: stripe.left, right: word.left },
        { left: word.right, right: stripe.right },
      ].filter((part) => part.right - part.left >= minStripeEm * line.fontSizePt);
    });
  }
  return open;
}

function asTable(lines: LineFacts[], first: number, last: number, stripes: Stripe[]): GapRun | undefined {
  // Close to the right column, so that the left one keeps the room it has.
  const splits = stripes
    .map((stripe) => Math.max((stripe.left + stripe.right) / 2, stripe.right - 4))
    .sort((one, other) => one - other);
  let end = last;
  while (end > first && filledColumns(lines[end], splits) < 2) end -= 1;
  const rows = toRows(lines, first, end, splits);
  const size = lines[first]?.line.fontSizePt ?? 10;
  const clear = stripes.every((stripe) => stripe.right - stripe.left >= clearStripeEm * size);
  const full = rows.filter((row) => filledColumns(lines[row.first], splits) >= 2).length;
  if (full < (splits.length > 1 && clear ? 2 : 3) || full < 0.6 * rows.length) return undefined;
  if (!isAligned(lines.slice(first, end + 1), splits, clear) || isWithinText(lines, first, end))
    return undefined;
  if (!isFilled(lines, rows, splits) || isList(lines, rows, splits) || isProse(lines, first, end, splits))
    return undefined;
  return withHeader(lines, { first, last: end, splits, rows });
}

/** The row above belongs to the table too if it fits its columns, closer together than its rows' own cells. */
function withHeader(lines: LineFacts[], run: GapRun): GapRun {
  const above = lines[run.first - 1];
  const first = lines[run.first];
  const second = lines[run.first + 1];
  if (!above || !first || !second || !mayBeRow(above)) return run;
  const distance = above.line.baseline - first.line.baseline;
  if (distance > 1.5 * (first.line.baseline - second.line.baseline)) return run;
  const columns = run.splits.length + 1;
  const { words } = above.line;
  if (filledColumns(above, run.splits) !== columns || words.length > 2 * columns) return run;
  const fits = words.every((word) => run.splits.every((split) => word.right < split || word.left > split));
  if (!fits && words.length > columns) return run;
  const splits = run.splits.map((split, index) => betweenHeaders(split, words, index, columns));
  return {
    ...run,
    splits,
    first: run.first - 1,
    rows: [{ first: run.first - 1, last: run.first - 1 }, ...run.rows],
  };
}

function columnOf(center: number, splits: number[]): number {
  return splits.filter((split) => split <= center).length;
}

function columnsIn(facts: LineFacts | undefined, splits: number[]): Set<number> {
  return new Set(facts?.line.words.map((word) => columnOf((word.left + word.right) / 2, splits)) ?? []);
}

function filledColumns(facts: LineFacts | undefined, splits: number[]): number {
  return columnsIn(facts, splits).size;
}

/** A line without text in the first column, close below, goes on with the row above it. */
function toRows(lines: LineFacts[], first: number, last: number, splits: number[]): GapRun["rows"] {
  const rows: GapRun["rows"] = [];
  for (let index = first; index <= last; index += 1) {
    const facts = lines[index];
    const above = lines[index - 1];
    const row = rows.at(-1);
    if (!facts) continue;
    const near = above && above.line.baseline - facts.line.baseline < 1.45 * facts.line.fontSizePt;
    if (row && near && !columnsIn(facts, splits).has(0)) row.last = index;
    else rows.push({ first: index, last: index });
  }
  return rows;
}

/**
 * The cells of each column share their left edge, right edge or middle. Justified text does so too where the line starts
 * and ends, so the last column only counts by its right edge if it holds numbers or stands clear.
 */
function isAligned(lines: LineFacts[], splits: number[], clear: boolean): boolean {
  return Array.from({ length: splits.length + 1 }, (_, column) => column).every((column) => {
    const cells = lines.flatMap(({ line }) => {
      const words = line.words.filter((word) => columnOf((word.left + word.right) / 2, splits) === column);
      return words.length > 0 ? [words] : [];
    });
    const lefts = cells.map((words) => words[0]?.left ?? 0);
    const rights = cells.map((words) => words.at(-1)?.right ?? 0);
    if (agree(lefts) || agree(lefts.map((left, index) => (left + (rights[index] ?? left)) / 2))) return true;
    if (!agree(rights)) return false;
    const numbers = cells.filter((words) => words.some((word) => /\d/.test(word.text))).length;
    return column < splits.length || clear || numbers >= 0.6 * cells.length;
  });
}

/** Most of the values are within a few points of one of them. */
function agree(values: number[]): boolean {
  const enough = (values.length < 6 ? 0.8 : 0.6) * values.length;
  return values.some((value) => values.filter((other) => Math.abs(other - value) < 2).length >= enough);
}

/** The line above or below goes on at the same distance from edge to edge: stretched lines of a paragraph. */
function isWithinText(lines: LineFacts[], first: number, last: number): boolean {
  return [first - 1, last].some((index) => {
    const above = lines[index];
    const below = lines[index + 1];
    if (!above || !below) return false;
    const distance = above.line.baseline - below.line.baseline;
    const next = (lines[first]?.line.baseline ?? 0) - (lines[first + 1]?.line.baseline ?? 0);
    const sameEdges =
      Math.abs(above.line.left - below.line.left) < 1.5 &&
      Math.abs(above.line.right - below.line.right) < 1.5;
    return sameEdges && Math.abs(distance - next) < 0.1 * next;
  });
}

/** Every column has text in at least half of the rows. */
function isFilled(lines: LineFacts[], rows: GapRun["rows"], splits: number[]): boolean {
  const counts = Array.from({ length: splits.length + 1 }, () => 0);
  for (const row of rows) {
    const columns = new Set<number>();
    for (const facts of lines.slice(row.first, row.last + 1)) {
      for (const column of columnsIn(facts, splits)) columns.add(column);
    }
    for (const column of columns) counts[column] = (counts[column] ?? 0) + 1;
  }
  return counts.every((count) => count >= 0.5 * rows.length);
}

/** Two columns, the first of markers only. */
function isList(lines: LineFacts[], rows: GapRun["rows"], splits: number[]): boolean {
  if (splits.length !== 1) return false;
  const marked = rows.filter((row) => {
    const facts = lines[row.first];
    return facts?.marker !== undefined && columnOf(facts.line.words[1]?.left ?? 0, splits) === 1;
  });
  return marked.length >= 0.5 * rows.length;
}

/** Cells as long as lines of text: rather columns of text, or chance gaps in it. */
function isProse(lines: LineFacts[], first: number, last: number, splits: number[]): boolean {
  const words = lines.slice(first, last + 1).reduce((sum, { line }) => sum + line.words.length, 0);
  return words / ((last - first + 1) * (splits.length + 1)) > 7;
}
