import { type Box, unionBox } from "./grey-image.js";
import type { RulingLines } from "./ruling-lines.js";

/** A grid of rules found on a page. */
export interface RuledTable {
  box: Box;
  /** Column edges, left to right. */
  xs: number[];
  /** Row edges, top to bottom. */
  ys: number[];
  cells: RuledCell[];
  /** The rules that make it, to be erased before its text is read. */
  lines: Box[];
}

export interface RuledCell {
  row: number;
  column: number;
  rowSpan: number;
  columnSpan: number;
  /** The inside of the cell. */
  box: Box;
}

/** Puts crossing rules together into grids. A frame around text is a grid of one cell. */
export function findRuledTables(lines: RulingLines, dpi: number): RuledTable[] {
  const tolerance = Math.max(3, Math.round(dpi * 0.03));
  return groupCrossing(lines, tolerance)
    .map((group) => buildTable(group, tolerance))
    .filter((table) => table !== undefined)
    .filter((table, _, all) => !all.some((other) => other !== table && contains(other.box, table.box)));
}

function groupCrossing(lines: RulingLines, tolerance: number): RulingLines[] {
  const groups: RulingLines[] = [];
  const all = [
    ...lines.horizontal.map((box) => ({ box, horizontal: true })),
    ...lines.vertical.map((box) => ({ box, horizontal: false })),
  ];
  const parent = all.map((_, index) => index);
  const find = (index: number): number => {
    let root = index;
    while (parent[root] !== undefined && parent[root] !== root) root = parent[root] ?? root;
    parent[index] = root;
    return root;
  };
  for (let i = 0; i < lines.horizontal.length; i++) {
    for (let j = lines.horizontal.length; j < all.length; j++) {
      const a = all[i];
      const b = all[j];
      if (a && b && touches(a.box, b.box, tolerance)) parent[find(i)] = find(j);
    }
  }
  const byRoot = new Map<number, RulingLines>();
  all.forEach((line, index) => {
    const root = find(index);
    const group = byRoot.get(root) ?? { horizontal: [], vertical: [] };
    (line.horizontal ? group.horizontal : group.vertical).push(line.box);
    byRoot.set(root, group);
  });
  for (const group of byRoot.values()) {
    if (group.horizontal.length >= 2 && group.vertical.length >= 2) groups.push(group);
  }
  return groups;
}

function buildTable(group: RulingLines, tolerance: number): RuledTable | undefined {
  const xs = clusters(
    group.vertical.map((line) => (line.x0 + line.x1) / 2),
    tolerance * 2,
  );
  const ys = clusters(
    group.horizontal.map((line) => (line.y0 + line.y1) / 2),
    tolerance * 2,
  );
  if (xs.length < 2 || ys.length < 2) return undefined;
  const rows = ys.length - 1;
  const columns = xs.length - 1;
  const lines = [...group.horizontal, ...group.vertical];
  const cells = mergeCells({ xs, ys, rows, columns, group, tolerance });
  return { box: unionBox(lines), xs, ys, cells, lines };
}

interface Grid {
  xs: number[];
  ys: number[];
  rows: number;
  columns: number;
  group: RulingLines;
  tolerance: number;
}

/** Cells between which no rule is drawn are one cell, as long as they make a rectangle. */
function mergeCells(grid: Grid): RuledCell[] {
  const { xs, ys, rows, columns } = grid;
  const taken = new Set<number>();
  const cells: RuledCell[] = [];
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      if (taken.has(row * columns + column)) continue;
      let columnSpan = 1;
      while (
        column + columnSpan < columns &&
        !taken.has(row * columns + column + columnSpan) &&
        !hasRightRule(grid, row, column + columnSpan - 1)
      ) {
        columnSpan++;
      }
      let rowSpan = 1;
      while (row + rowSpan < rows && isOpenBelow(grid, row + rowSpan - 1, column, columnSpan)) rowSpan++;
      for (let r = row; r < row + rowSpan; r++) {
        for (let c = column; c < column + columnSpan; c++) taken.add(r * columns + c);
      }
      const box = {
        x0: xs[column] ?? 0,
        x1: xs[column + columnSpan] ?? 0,
        y0: ys[row] ?? 0,
        y1: ys[row + rowSpan] ?? 0,
      };
      cells.push({ row, column, rowSpan, columnSpan, box });
    }
  }
  return cells;
}

function isOpenBelow(grid: Grid, row: number, column: number, columnSpan: number): boolean {
  for (let c = column; c < column + columnSpan; c++) {
    if (hasBottomRule(grid, row, c)) return false;
    if (c < column + columnSpan - 1 && hasRightRule(grid, row + 1, c)) return false;
  }
  return true;
}

function hasRightRule({ xs, ys, group, tolerance }: Grid, row: number, column: number): boolean {
  const x = xs[column + 1] ?? 0;
  const from = ys[row] ?? 0;
  const to = ys[row + 1] ?? 0;
  return group.vertical.some(
    (line) =>
      Math.abs((line.x0 + line.x1) / 2 - x) <= tolerance * 2 &&
      Math.min(line.y1, to) - Math.max(line.y0, from) > (to - from) * 0.5,
  );
}

function hasBottomRule({ xs, ys, group, tolerance }: Grid, row: number, column: number): boolean {
  const y = ys[row + 1] ?? 0;
  const from = xs[column] ?? 0;
  const to = xs[column + 1] ?? 0;
  return group.horizontal.some(
    (line) =>
      Math.abs((line.y0 + line.y1) / 2 - y) <= tolerance * 2 &&
      Math.min(line.x1, to) - Math.max(line.x0, from) > (to - from) * 0.5,
  );
}

/** Means of values that lie close together, in order. */
function clusters(values: readonly number[], distance: number): number[] {
  const sorted = [...values].sort((a, b) => a - b);
  const groups: number[][] = [];
  for (const value of sorted) {
    const group = groups[groups.length - 1];
    const last = group?.[group.length - 1];
    if (group && last !== undefined && value - last <= distance) group.push(value);
    else groups.push([value]);
  }
  return groups.map((group) => group.reduce((sum, value) => sum + value, 0) / group.length);
}

function touches(a: Box, b: Box, tolerance: number): boolean {
  return (
    a.x0 - tolerance <= b.x1 &&
    b.x0 - tolerance <= a.x1 &&
    a.y0 - tolerance <= b.y1 &&
    b.y0 - tolerance <= a.y1
  );
}

function contains(outer: Box, inner: Box): boolean {
  return outer.x0 <= inner.x0 && outer.y0 <= inner.y0 && outer.x1 >= inner.x1 && outer.y1 >= inner.y1;
}
