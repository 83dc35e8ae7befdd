import type { Grid, GridCell } from "../../office/layout/grids.js";
import { wordLines } from "../../pdf/text-lines.js";
import type { TextWord } from "../../pdf/text-words.js";

/** A table's texts, its header rows made one. */
export interface TableTexts {
  /** The text of a first row that is one cell. */
  heading: string | undefined;
  headers: string[];
  rows: string[][];
}

const maxHeaderRows = 3;

export function tableTexts(grid: Grid, words: TextWord[]): TableTexts {
  const texts = cellTexts(grid, words);
  const columns = grid.xs.length - 1;
  const rowCount = grid.ys.length - 1;
  const cellAt = (row: number, column: number): GridCell | undefined =>
    grid.cells.find(
      (cell) =>
        row >= cell.row &&
        row < cell.row + cell.rowSpan &&
        column >= cell.column &&
        column < cell.column + cell.columnSpan,
    );
  const textAt = (row: number, column: number): string => texts.get(cellAt(row, column)) ?? "";
  const top = cellAt(0, 0);
  const hasHeading = top?.columnSpan === columns && columns > 1;
  const first = hasHeading ? (top?.rowSpan ?? 1) : 0;
  const depth = headerDepth(grid.cells.filter(({ row }) => row === first));
  const body = Math.min(first + depth, rowCount);
  const columnNumbers = Array.from({ length: columns }, (_, column) => column);
  return {
    heading: hasHeading ? textAt(0, 0) : undefined,
    headers: columnNumbers.map((column) => {
      const parts = rowsBetween(first, body).map((row) => textAt(row, column));
      return [...new Set(parts)].filter((part) => part !== "").join(" ");
    }),
    rows: rowsBetween(body, rowCount)
      .map((row) =>
        columnNumbers.map((column) => (cellAt(row, column)?.column === column ? textAt(row, column) : "")),
      )
      .filter((row) => row.some((text) => text !== "")),
  };
}

/** A header over several columns has the columns' own headers below it. */
function headerDepth(cells: GridCell[]): number {
  const depth = Math.max(1, ...cells.map(({ rowSpan }) => rowSpan));
  const grouped = cells.some(({ columnSpan }) => columnSpan > 1) ? 2 : 1;
  return Math.min(maxHeaderRows, Math.max(depth, grouped));
}

function cellTexts(grid: Grid, words: TextWord[]): Map<GridCell | undefined, string> {
  const inCells = new Map<GridCell, TextWord[]>();
  for (const word of words) {
    const x = (word.left + word.right) / 2;
    const y = (word.bottom + word.top) / 2;
    const cell = grid.cells.find(
      ({ left, right, bottom, top }) => x >= left && x <= right && y >= bottom && y <= top,
    );
    if (!cell) continue;
    const known = inCells.get(cell);
    if (known) known.push(word);
    else inCells.set(cell, [word]);
  }
  return new Map(
    [...inCells].map(([cell, ofCell]) => [
      cell,
      wordLines(ofCell)
        .map(({ text }) => text)
        .join(" "),
    ]),
  );
}

function rowsBetween(from: number, to: number): number[] {
  return Array.from({ length: Math.max(0, to - from) }, (_, index) => from + index);
}
