import type { Box } from "../../pdf/matrix.js";
import { wordLines } from "../../pdf/text-lines.js";
import type { TextWord } from "../../pdf/text-words.js";
import { bestBand } from "./column-bands.js";
import type { ImageBlock, TableBlock } from "./layout-model.js";
import type { Frame } from "./paragraph-lines.js";

/** What stands on a page before its text is made into paragraphs. */
export interface Content {
  words: TextWord[];
  blocks: (TableBlock | ImageBlock)[];
}

/** A part of a page in reading order: one column of text, or columns side by side. */
export type Region = LeafRegion | ColumnsRegion;

export interface LeafRegion extends Content {
  kind: "leaf";
  frame: Frame;
}

export interface ColumnsRegion {
  kind: "columns";
  columns: { frame: Frame; regions: Region[] }[];
}

/** One visual row: what stands at one height. */
export interface Row extends Box {
  words: TextWord[];
  block: TableBlock | ImageBlock | undefined;
}

const maxDepth = 8;

/** Splits content into columns where an empty stripe runs through text that is wrapped on both sides of it. */
export function readingOrder(content: Content, frame: Frame, depth: number = 0): Region[] {
  if (content.words.length + content.blocks.length === 0) return [];
  const rows = toRows(content);
  const band = depth < maxDepth ? bestBand(rows) : undefined;
  if (!band) return [{ kind: "leaf", frame, ...content }];
  const inside = collect(rows.slice(band.first, band.last + 1));
  const columns = [(x: number) => x < band.x, (x: number) => x >= band.x].flatMap((isOnSide) => {
    const side = sideOf(inside, isOnSide);
    const sideFrame = frameAround(side);
    return spliceColumns(sideFrame, readingOrder(side, sideFrame, depth + 1));
  });
  return [
    ...readingOrder(collect(rows.slice(0, band.first)), frame, depth + 1),
    { kind: "columns", columns },
    ...readingOrder(collect(rows.slice(band.last + 1)), frame, depth + 1),
  ];
}

function toRows({ words, blocks }: Content): Row[] {
  const lines = wordLines(words).map(({ left, right, bottom, top, words: inLine }): Row => ({
    left,
    right,
    bottom,
    top,
    words: inLine,
    block: undefined,
  }));
  const others = blocks.map((block): Row => ({ ...block.box, words: [], block }));
  return [...lines, ...others].sort((first, second) => second.top - first.top);
}

function collect(rows: Row[]): Content {
  return {
    words: rows.flatMap((row) => row.words),
    blocks: rows.flatMap((row) => (row.block ? [row.block] : [])),
  };
}

function sideOf({ words, blocks }: Content, isOnSide: (x: number) => boolean): Content {
  return {
    words: words.filter((word) => isOnSide((word.left + word.right) / 2)),
    blocks: blocks.filter(({ box }) => isOnSide((box.left + box.right) / 2)),
  };
}

function frameAround({ words, blocks }: Content): Frame {
  const boxes = [...words, ...blocks.map(({ box }) => box)];
  return {
    left: Math.min(...boxes.map((box) => box.left)),
    right: Math.max(...boxes.map((box) => box.right)),
  };
}

/** A side that is nothing but columns adds them to those beside it. */
function spliceColumns(frame: Frame, regions: Region[]): ColumnsRegion["columns"] {
  const only = regions.length === 1 ? regions[0] : undefined;
  return only?.kind === "columns" ? only.columns : [{ frame, regions }];
}
