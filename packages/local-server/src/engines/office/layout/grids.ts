import type { Box } from "../../pdf/matrix.js";
import type { Ruling } from "./rulings.js";

/** A table's skeleton: column and row edges, and the cells between them with their spans. */
export interface Grid {
  box: Box;
  /** Column edges, left to right. */
  xs: number[];
  /** Row edges, top to bottom. */
  ys: number[];
  cells: GridCell[];
}

export interface GridCell extends Box {
  row: number;
  column: number;
  rowSpan: number;
  columnSpan: number;
}

const touchPt = 3;
/** A drawing, not a document: looking for tables in it would only find hatches. */
const maxRulings = 6000;
const maxSlots = 20_000;

/** Finds the grids that lines form where they touch each other. */
export function findGrids(rulings: Ruling[]): Grid[] {
  if (rulings.length > maxRulings) return [];
  return connected(rulings).flatMap((group) => {
    const grid = toGrid(group);
    return grid ? [grid] : [];
  });
}

function connected(rulings: Ruling[]): Ruling[][] {
  const parents = rulings.map((_, index) => index);
  const vertical = rulings.flatMap((ruling, index) => (ruling.axis === "vertical" ? [index] : []));
  rulings.forEach((ruling, index) => {
    if (ruling.axis !== "horizontal") return;
    for (const other of vertical) {
      const crossing = rulings[other];
      if (crossing && crosses(ruling, crossing)) union(parents, index, other);
    }
  });
  return groupByRoot(parents).map((group) => group.flatMap((index) => rulings[index] ?? []));
}

function groupByRoot(parents: number[]): number[][] {
  const groups = new Map<number, number[]>();
  for (let index = 0; index < parents.length; index += 1) {
    const root = find(parents, index);
    const group = groups.get(root);
    if (group) group.push(index);
    else groups.set(root, [index]);
  }
  return [...groups.values()];
}

function crosses(horizontal: Ruling, vertical: Ruling): boolean {
  return (
    vertical.position >= horizontal.start - touchPt &&
    vertical.position <= horizontal.end + touchPt &&
    horizontal.position >= vertical.start - touchPt &&
    horizontal.position <= vertical.end + touchPt
  );
}

function find(parents: number[], index: number): number {
  let root = index;
  while (parents[root] !== root) root = parents[root] ?? root;
  for (let at = index; parents[at] !== root;) {
    const next = parents[at] ?? root;
    parents[at] = root;
    at = next;
  }
  return root;
}

function union(parents: number[], first: number, second: number): void {
  parents[find(parents, first)] = find(parents, second);
}

function toGrid(group: Ruling[]): Grid | undefined {
  const horizontal = group.filter((ruling) => ruling.axis === "horizontal");
  const vertical = group.filter((ruling) => ruling.axis === "vertical");
  if (horizontal.length < 2 || vertical.length === 0) return undefined;
  const xs = edges(vertical, horizontal);
  const ys = edges(horizontal, vertical).reverse();
  const columns = xs.length - 1;
  const rows = ys.length - 1;
  if (columns < 1 || rows < 1 || columns * rows < 2 || columns * rows > maxSlots) return undefined;
  const box = { left: xs[0] ?? 0, right: xs.at(-1) ?? 0, top: ys[0] ?? 0, bottom: ys.at(-1) ?? 0 };
  const cells = mergeSlots(xs, ys, horizontal, vertical);
  return cells.length < 2 ? undefined : { box, xs, ys, cells };
}

/** The positions of lines of one direction, and where the lines across end without one: a side left open. */
function edges(lines: Ruling[], across: Ruling[]): number[] {
  const positions = cluster(lines.map((line) => line.position));
  const start = Math.min(...across.map((line) => line.start));
  const end = Math.max(...across.map((line) => line.end));
  if (start < (positions[0] ?? Infinity) - 8) positions.unshift(start);
  if (end > (positions.at(-1) ?? -Infinity) + 8) positions.push(end);
  return positions;
}

function cluster(values: number[]): number[] {
  const clusters: number[][] = [];
  for (const value of [...values].sort((first, second) => first - second)) {
    const last = clusters.at(-1);
    if (last && value - (last.at(-1) ?? value) < touchPt) last.push(value);
    else clusters.push([value]);
  }
  return clusters.map((group) => group.reduce((sum, value) => sum + value, 0) / group.length);
}

/** Slots without a line between them are one cell. */
function mergeSlots(xs: number[], ys: number[], horizontal: Ruling[], vertical: Ruling[]): GridCell[] {
  const columns = xs.length - 1;
  const rows = ys.length - 1;
  const parents = Array.from({ length: columns * rows }, (_, index) => index);
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      const [left = 0, right = 0] = xs.slice(column, column + 2);
      const [top = 0, bottom = 0] = ys.slice(row, row + 2);
      const slot = row * columns + column;
      if (column + 1 < columns && !covered(vertical, right, bottom, top)) union(parents, slot, slot + 1);
      if (row + 1 < rows && !covered(horizontal, bottom, left, right)) union(parents, slot, slot + columns);
    }
  }
  return groupByRoot(parents).flatMap((slots) => toCells(slots, columns, xs, ys));
}

/** One cell where the slots form a rectangle, one for each slot otherwise. */
function toCells(slots: number[], columns: number, xs: number[], ys: number[]): GridCell[] {
  const rowsOf = slots.map((slot) => Math.floor(slot / columns));
  const columnsOf = slots.map((slot) => slot % columns);
  const row = Math.min(...rowsOf);
  const column = Math.min(...columnsOf);
  const rowSpan = Math.max(...rowsOf) - row + 1;
  const columnSpan = Math.max(...columnsOf) - column + 1;
  if (rowSpan * columnSpan === slots.length) return [gridCell(row, column, rowSpan, columnSpan, xs, ys)];
  return slots.map((slot) => gridCell(Math.floor(slot / columns), slot % columns, 1, 1, xs, ys));
}

function gridCell(
  row: number,
  column: number,
  rowSpan: number,
  columnSpan: number,
  xs: number[],
  ys: number[],
): GridCell {
  return {
    row,
    column,
    rowSpan,
    columnSpan,
    left: xs[column] ?? 0,
    right: xs[column + columnSpan] ?? 0,
    top: ys[row] ?? 0,
    bottom: ys[row + rowSpan] ?? 0,
  };
}

/** Whether lines at a position cover most of a stretch. */
function covered(lines: Ruling[], position: number, from: number, to: number): boolean {
  let length = 0;
  for (const line of lines) {
    if (Math.abs(line.position - position) > touchPt) continue;
    length += Math.max(0, Math.min(to, line.end) - Math.max(from, line.start));
  }
  return length >= 0.5 * (to - from);
}
