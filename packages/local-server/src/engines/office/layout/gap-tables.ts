import { wordLines } from "../../pdf/text-lines.js";
import type { TextWord } from "../../pdf/text-words.js";
import { gapRuns, type GapRun } from "./gap-runs.js";
import type { TableBlock, TableCell, TableRow } from "./layout-model.js";
import { lineFacts, type LineFacts } from "./line-facts.js";
import { buildParagraphs, type PageText } from "./paragraphs.js";

/** Text in order, top to bottom, with the tables that were found in it by their gaps. */
export type GapPart = { kind: "text"; words: TextWord[] } | { kind: "table"; block: TableBlock };

/** Finds tables without lines: rows whose cells leave the same stripes empty. */
export function gapTables(words: TextWord[], page: PageText): GapPart[] {
  const lines = wordLines(words).map(lineFacts);
  const parts: GapPart[] = [];
  let next = 0;
  for (const run of gapRuns(lines)) {
    parts.push({ kind: "text", words: wordsOf(lines.slice(next, run.first)) });
    parts.push({ kind: "table", block: toTable(lines, run, page) });
    next = run.last + 1;
  }
  parts.push({ kind: "text", words: wordsOf(lines.slice(next)) });
  return parts.filter((part) => part.kind === "table" || part.words.length > 0);
}

function wordsOf(lines: LineFacts[]): TextWord[] {
  return lines.flatMap(({ line }) => line.words);
}

function toTable(lines: LineFacts[], run: GapRun, page: PageText): TableBlock {
  const inside = lines.slice(run.first, run.last + 1);
  const words = wordsOf(inside);
  const box = {
    left: Math.min(...words.map((word) => word.left)),
    right: Math.max(...words.map((word) => word.right)),
    bottom: Math.min(...words.map((word) => word.bottom)),
    top: Math.max(...words.map((word) => word.top)),
  };
  // Room for the cells' own margins.
  const edges = [box.left - 4, ...run.splits, box.right + 6];
  const columnWidthsPt = edges.slice(1).map((edge, index) => edge - (edges[index] ?? edge));
  const rows = run.rows.map((range, index): TableRow => {
    const own = wordsOf(lines.slice(range.first, range.last + 1));
    const below = run.rows[index + 1];
    const top = lines[range.first]?.line.top ?? 0;
    const bottom = below ? (lines[below.first]?.line.top ?? 0) : box.bottom;
    return { heightPt: Math.max(1, top - bottom), cells: toCells(own, edges, words, page) };
  });
  return { kind: "table", box, columnWidthsPt, rows, ruled: false };
}

function toCells(own: TextWord[], edges: number[], all: TextWord[], page: PageText): TableCell[] {
  return edges.slice(1).map((right, column) => {
    const left = edges[column] ?? right;
    const isInside = (word: TextWord): boolean => {
      const center = (word.left + word.right) / 2;
      return center >= left && (center < right || column === edges.length - 2);
    };
    const columnWords = all.filter(isInside);
    const frame = {
      left: Math.min(...columnWords.map((word) => word.left)),
      right: Math.max(...columnWords.map((word) => word.right)),
    };
    const paragraphs = buildParagraphs(own.filter(isInside), frame, page);
    return { column, columnSpan: 1, rowSpan: 1, paragraphs, shade: undefined };
  });
}
