import type { Block, Line, Word } from "tesseract.js";
import {
  type Box,
  type GreyImage,
  copyBox,
  cropBox,
  fillBox,
  growBox,
  invertBox,
  medianShade,
} from "./grey-image.js";
import { findDotLeaders, joinAcrossLeaders } from "./dot-leaders.js";
import { inkComponents } from "./ink-components.js";
import { findLeftovers } from "./leftover-ink.js";
import type { PreparedPage } from "./prepare-page.js";
import { splitNumbers } from "./split-numbers.js";
import { strokeWidth } from "./stroke-weight.js";
import { type RuledTable, findRuledTables } from "./ruled-tables.js";
import { findRulingLines } from "./ruling-lines.js";
import { recognise } from "./tesseract-pool.js";

/** A word on a page, in pixels of the prepared page. */
export interface OcrWord {
  text: string;
  box: Box;
  /** 0 to 100. */
  confidence: number;
  /** What stands between it and the word before, where that is more than a space: a row of dots, or a wide gap. */
  tabBefore?: "dots" | "gap";
}

/** Words on one baseline. */
export interface OcrLine {
  words: OcrWord[];
  box: Box;
  /** Height of the row of text, ascenders and descenders included. */
  rowHeight: number;
  baselineY: number;
  /** Mean width of its strokes against the height of its row; 0 where it was not measured. */
  weight: number;
}

/** What was read on a page. */
export interface OcrPage {
  width: number;
  height: number;
  dpi: number;
  /** Text outside tables in reading order: blocks of lines. */
  blocks: OcrLine[][];
  /** Text that the first reading left out: its place among the blocks is open. */
  loose: OcrLine[];
  tables: OcrTable[];
}

export interface OcrTable extends RuledTable {
  /** Lines by the index of the cell that they stand in. */
  cellLines: OcrLine[][];
}

/** What the passes over a page share. */
interface Reading {
  language: string;
  signal: AbortSignal;
}

/**
 * Reads a page. Whole-page segmentation finds columns and paragraphs but loses text in ruled tables and lonely
 * pieces of text: tables are read as sparse text without their rules, and ink that is left over word by word.
 */
export async function recognisePage(page: PreparedPage, reading: Reading): Promise<OcrPage> {
  const { image, ink } = page;
  const grids = findRuledTables(findRulingLines({ ...image, ink }), image.dpi);
  const clean = withoutRules(image, grids);
  const leaders = findDotLeaders(inkComponents(image.width, image.height, ink), image.dpi);
  for (const leader of leaders) fillBox(clean, growBox(leader, 1), 255);
  const tables = grids
    .filter((grid) => grid.cells.length > 1)
    .map((grid): OcrTable => ({ ...grid, cellLines: grid.cells.map(() => []) }));
  const text = hasInk(page, tables) ? await readText(clean, tables, reading) : [];
  const blocks = joinAcrossLeaders(text, leaders);
  const loose =
    tables.length > 0
      ? (await readTables(clean, tables, reading)).filter((line) => !placeInCells(line, tables))
      : [];
  const rest = await readLeftovers({ clean, ink, grids, leaders, tables, blocks }, reading);
  const { width, height, dpi } = image;
  for (const line of [...blocks.flat(), ...tables.flatMap((table) => table.cellLines.flat())]) {
    line.weight = strokeWidth({ width, height, ink }, line.box, line.rowHeight) / line.rowHeight;
    straightenBullet(line, page);
    line.words = splitNumbers(line, { width, ink });
  }
  return { width, height, dpi, blocks, loose: [...loose, ...rest], tables };
}

function withoutRules(image: GreyImage, grids: readonly RuledTable[]): GreyImage {
  const clean: GreyImage = { ...image, data: Uint8Array.from(image.data) };
  for (const grid of grids) {
    for (const cell of grid.cells) {
      if (medianShade(clean, growBox(cell.box, -3)) < 110) invertBox(clean, cell.box);
    }
    for (const line of grid.lines) fillBox(clean, growBox(line, 2), 255);
  }
  return clean;
}

/** The recogniser does not take a blank page well. */
function hasInk({ image, ink }: PreparedPage, tables: readonly RuledTable[]): boolean {
  const enough = Math.max(12, image.dpi * image.dpi * 0.0006);
  let pixels = 0;
  for (let y = 0; y < image.height; y++) {
    const beside = tables.filter(({ box }) => box.y0 - 2 <= y && y < box.y1 + 2);
    for (let x = 0; x < image.width; x++) {
      if (ink[y * image.width + x] !== 1 || beside.some(({ box }) => box.x0 - 2 <= x && x < box.x1 + 2))
        continue;
      pixels++;
      if (pixels >= enough) return true;
    }
  }
  return false;
}

async function readText(
  clean: GreyImage,
  tables: readonly RuledTable[],
  reading: Reading,
): Promise<OcrLine[][]> {
  const text: GreyImage = { ...clean, data: Uint8Array.from(clean.data) };
  for (const table of tables) fillBox(text, growBox(table.box, 2), 255);
  const blocks = await recognise({ ...reading, image: text, segmentation: "auto" });
  return blocks
    .filter((block) => !isFalseColumn(block))
    .map((block) => block.paragraphs.flatMap((paragraph) => paragraph.lines.map(toLine)).filter(hasText))
    .filter((lines) => lines.length > 0);
}

/** List numbers below each other are taken for text that runs downwards, and read as rubbish. */
function isFalseColumn(block: Block): boolean {
  return String(block.blocktype) === verticalText && block.confidence < 85;
}

const verticalText = "7";

async function readTables(
  clean: GreyImage,
  tables: readonly RuledTable[],
  reading: Reading,
): Promise<OcrLine[]> {
  const only: GreyImage = { ...clean, data: new Uint8Array(clean.data.length).fill(255) };
  for (const table of tables) copyBox(clean, only, growBox(table.box, 2));
  const blocks = await recognise({ ...reading, image: only, segmentation: "sparse" });
  return blocks
    .flatMap((block) => block.paragraphs.flatMap((paragraph) => paragraph.lines.map(toLine)))
    .filter(hasText);
}

const mostLeftovers = 80;
const sureConfidence = 40;

async function readLeftovers(
  page: {
    clean: GreyImage;
    ink: Uint8Array;
    grids: readonly RuledTable[];
    leaders: readonly Box[];
    tables: readonly OcrTable[];
    blocks: readonly OcrLine[][];
  },
  reading: Reading,
): Promise<OcrLine[]> {
  const { clean, ink, grids, leaders, tables, blocks } = page;
  const known = [...blocks.flat(), ...tables.flatMap((table) => table.cellLines.flat())];
  const covered = [
    ...known.flatMap((line) => line.words.map((word) => growBox(word.box, 2))),
    ...grids.flatMap((grid) => grid.lines.map((line) => growBox(line, 3))),
    ...leaders.map((leader) => growBox(leader, 1)),
  ];
  const leftovers = findLeftovers({ ...clean, ink, covered });
  // More than this is a drawing or a picture, not forgotten text.
  if (leftovers.length > mostLeftovers) return [];
  const lines: OcrLine[] = [];
  for (const { box, isDot } of leftovers) {
    const line = isDot ? bulletLine(box, known) : await readLeftover(clean, box, reading);
    if (!line) continue;
    if (!placeInCells(line, tables)) lines.push(line);
  }
  return lines;
}

/** A dot is a bullet where a line of text begins a little to the right of it. */
function bulletLine(box: Box, known: readonly OcrLine[]): OcrLine | undefined {
  const middle = (box.y0 + box.y1) / 2;
  const line = known.find(({ box: text }) => {
    const gap = text.x0 - box.x1;
    return text.y0 < middle && middle < text.y1 && gap > 0 && gap < (text.y1 - text.y0) * 4;
  });
  if (!line) return undefined;
  const { rowHeight, baselineY } = line;
  return { words: [{ text: "•", box, confidence: 90 }], box, rowHeight, baselineY, weight: 0 };
}

async function readLeftover(clean: GreyImage, box: Box, reading: Reading): Promise<OcrLine | undefined> {
  const margin = Math.round(clean.dpi * 0.1);
  const image = cropBox(clean, growBox(box, 3), margin);
  const blocks = await recognise({ ...reading, image, segmentation: "line" });
  const words = blocks.flatMap((block) =>
    block.paragraphs.flatMap((paragraph) => paragraph.lines.flatMap((line) => line.words.map(toWord))),
  );
  const clear = words.filter((word) => word.confidence >= sureConfidence && /[\p{L}\p{N}]/u.test(word.text));
  if (clear.length === 0) return undefined;
  return {
    words: clear.map((word) => ({ ...word, box })),
    box,
    rowHeight: box.y1 - box.y0,
    baselineY: box.y1,
    weight: 0,
  };
}

/** Bullets are read as whatever sign is most like them: "+", "e", "°". */
function straightenBullet(line: OcrLine, { image, ink }: PreparedPage): void {
  const [first, second] = line.words;
  if (!first || !second || first.text.length !== 1 || /[A-Z0-9]/.test(first.text) || first.text === "•")
    return;
  const { x0, y0, x1, y1 } = first.box;
  const pieces = inkComponents(x1 - x0, y1 - y0, cropInk(ink, image.width, first.box)).filter(
    ({ size }) => size > 3,
  );
  const [dot] = pieces;
  if (!dot || pieces.length !== 1) return;
  const width = dot.x1 - dot.x0;
  const height = dot.y1 - dot.y0;
  const isLow = y0 + dot.y1 > line.baselineY - line.rowHeight * 0.08;
  const isRound = width / height > 0.7 && width / height < 1.4 && dot.size > width * height * 0.6;
  if (isRound && !isLow && height < line.rowHeight * 0.45) first.text = "•";
}

function cropInk(ink: Uint8Array, pageWidth: number, { x0, y0, x1, y1 }: Box): Uint8Array {
  const crop = new Uint8Array((x1 - x0) * (y1 - y0));
  for (let y = y0; y < y1; y++)
    crop.set(ink.subarray(y * pageWidth + x0, y * pageWidth + x1), (y - y0) * (x1 - x0));
  return crop;
}

function placeInCells(line: OcrLine, tables: readonly OcrTable[]): boolean {
  const centreX = (line.box.x0 + line.box.x1) / 2;
  const centreY = (line.box.y0 + line.box.y1) / 2;
  const table = tables.find(
    ({ box }) => box.x0 <= centreX && centreX <= box.x1 && box.y0 <= centreY && centreY <= box.y1,
  );
  if (!table) return false;
  for (const word of line.words) {
    const index = nearestCell(word, table);
    const lines = table.cellLines[index];
    const same = lines?.find((other) => other.box === line.box);
    if (same) same.words.push(word);
    else lines?.push({ ...line, words: [word] });
  }
  return true;
}

function nearestCell(word: OcrWord, table: RuledTable): number {
  const x = (word.box.x0 + word.box.x1) / 2;
  const y = (word.box.y0 + word.box.y1) / 2;
  let best = 0;
  let bestDistance = Number.POSITIVE_INFINITY;
  table.cells.forEach(({ box }, index) => {
    const distance = Math.max(0, box.x0 - x, x - box.x1) + Math.max(0, box.y0 - y, y - box.y1);
    if (distance < bestDistance) [best, bestDistance] = [index, distance];
  });
  return best;
}

function toLine(line: Line): OcrLine {
  const words = line.words.map(toWord).filter((word) => word.text !== "");
  const { rowHeight, ascenders, descenders } = line.rowAttributes;
  // Where a line has no descenders the row is measured too low, and at odd times far too high.
  const fullHeight = ascenders > 0 ? rowHeight - descenders + Math.max(ascenders, descenders) : rowHeight;
  const tallest = Math.max(...words.map(({ box }) => box.y1 - box.y0));
  const isTall = words.some(({ text }) => /[\p{Lu}\dbdfhkl]/u.test(text));
  return {
    words,
    box: toBox(line.bbox),
    rowHeight: isTall ? Math.min(fullHeight, tallest * 1.5) : fullHeight,
    baselineY: (line.baseline.y0 + line.baseline.y1) / 2,
    weight: 0,
  };
}

function toWord(word: Word): OcrWord {
  return { text: word.text.trim(), box: toBox(word.bbox), confidence: word.confidence };
}

function toBox(box: { x0: number; y0: number; x1: number; y1: number }): Box {
  return { x0: box.x0, y0: box.y0, x1: box.x1, y1: box.y1 };
}

function hasText(line: OcrLine): boolean {
  return line.words.length > 0;
}
