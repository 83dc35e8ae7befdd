import type { Box } from "../../pdf/matrix.js";
import type { PdfPath } from "../../pdf/pdf-document.js";
import type { TextWord } from "../../pdf/text-words.js";
import { oddSegmentsIn } from "./figures.js";
import type { Grid, GridCell } from "./grids.js";
import type { TableBlock, TableCell, TableRow } from "./layout-model.js";
import { buildParagraphs, type PageText } from "./paragraphs.js";
import type { Fill } from "./rulings.js";

/** A table with the words that it took from the page. */
export interface RuledTable {
  block: TableBlock;
  words: Set<TextWord>;
}

/** Fills grids with the words inside them. A grid without text in two of its cells is a drawing, not a table. */
export function ruledTables(
  grids: Grid[],
  words: TextWord[],
  { fills, paths, drawings }: { fills: Fill[]; paths: PdfPath[]; drawings: Box[] },
  page: PageText,
): RuledTable[] {
  const filled = grids.map((grid) => ({ grid, texts: assignWords(grid, words) }));
  const tables = filled.filter(
    (table) =>
      table.texts.size >= 2 && !isDrawing(table, paths) && !drawings.some((box) => isDetail(table, box)),
  );
  return tables
    .filter((table) => !tables.some((other) => other !== table && shadows(other, table)))
    .map(({ grid, texts }) => ({
      block: toBlock(grid, texts, fills, page),
      words: new Set([...texts.values()].flat()),
    }));
}

interface FilledGrid {
  grid: Grid;
  texts: Map<GridCell, TextWord[]>;
}

/** Few cells with text, many curves and slanted lines, or hardly any text at all: walls of a plan, axes of a chart. */
function isDrawing({ grid, texts }: FilledGrid, paths: PdfPath[]): boolean {
  const share = texts.size / grid.cells.length;
  if (grid.cells.length > 200 && share < 0.05) return true;
  return share < 0.4 && oddSegmentsIn(paths, grid.box) > 30;
}

/** A part of a bigger drawing, mostly without text. */
function isDetail({ grid, texts }: FilledGrid, drawing: Box): boolean {
  const area = (box: Box): number => (box.right - box.left) * (box.top - box.bottom);
  const within = isWithin(grid.box, drawing) && area(drawing) > 1.5 * area(grid.box);
  return within && texts.size < 0.6 * grid.cells.length;
}

function assignWords(grid: Grid, words: TextWord[]): Map<GridCell, TextWord[]> {
  const texts = new Map<GridCell, TextWord[]>();
  for (const word of words) {
    const x = (word.left + word.right) / 2;
    const y = (word.bottom + word.top) / 2;
    if (!contains(grid.box, x, y)) continue;
    const cell = grid.cells.find((candidate) => contains(candidate, x, y));
    if (!cell) continue;
    const text = texts.get(cell);
    if (text) text.push(word);
    else texts.set(cell, [word]);
  }
  return texts;
}

function contains(
  box: { left: number; right: number; bottom: number; top: number },
  x: number,
  y: number,
): boolean {
  return x >= box.left && x <= box.right && y >= box.bottom && y <= box.top;
}

/** Of two grids one inside the other, the one with text in more cells is the table; the other is a frame or a detail. */
function shadows(other: FilledGrid, table: FilledGrid): boolean {
  const nested = isWithin(table.grid.box, other.grid.box) || isWithin(other.grid.box, table.grid.box);
  if (!nested) return false;
  if (other.texts.size !== table.texts.size) return other.texts.size > table.texts.size;
  return isWithin(other.grid.box, table.grid.box) && !isWithin(table.grid.box, other.grid.box);
}

function isWithin(inner: Box, outer: Box): boolean {
  return (
    inner.left >= outer.left - 1 &&
    inner.right <= outer.right + 1 &&
    inner.bottom >= outer.bottom - 1 &&
    inner.top <= outer.top + 1
  );
}

function toBlock(grid: Grid, texts: Map<GridCell, TextWord[]>, fills: Fill[], page: PageText): TableBlock {
  const rows: TableRow[] = grid.ys.slice(1).map((bottom, index) => ({
    heightPt: (grid.ys[index] ?? bottom) - bottom,
    cells: [],
  }));
  for (const cell of grid.cells) rows[cell.row]?.cells.push(toCell(cell, texts.get(cell) ?? [], fills, page));
  for (const row of rows) row.cells.sort((first, second) => first.column - second.column);
  const columnWidthsPt = grid.xs.slice(1).map((right, index) => right - (grid.xs[index] ?? right));
  return { kind: "table", box: grid.box, columnWidthsPt, rows, ruled: true };
}

function toCell(cell: GridCell, words: TextWord[], fills: Fill[], page: PageText): TableCell {
  // Cells have no margins of their own: where text starts is its indent, and all the rest is room for it.
  const right = Math.min(3, ...words.map((word) => Math.max(0, cell.right - word.right)));
  const paragraphs = buildParagraphs(words, { left: cell.left, right: cell.right - right }, page);
  return {
    column: cell.column,
    columnSpan: cell.columnSpan,
    rowSpan: cell.rowSpan,
    paragraphs: paragraphs.map((paragraph) => ({
      ...paragraph,
      // A little less than measured, in case the text turns out wider.
      indentPt: Math.max(0, paragraph.indentPt - 1),
      ...(paragraph.align === "right" ? { rightIndentPt: right } : {}),
    })),
    shade: shadeOf(cell, fills),
  };
}

/** The background under most of a cell, the last one drawn. */
function shadeOf(cell: GridCell, fills: Fill[]): string | undefined {
  const x = (cell.left + cell.right) / 2;
  const y = (cell.bottom + cell.top) / 2;
  const fill = fills.findLast(({ box }) => contains(box, x, y) && contains(box, cell.left + 3, y));
  return fill && fill.color !== "ffffff" ? fill.color : undefined;
}
