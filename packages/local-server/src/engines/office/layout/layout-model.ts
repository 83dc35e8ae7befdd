import type { Box } from "../../pdf/matrix.js";
import type { PdfBitmap } from "../../pdf/pdf-document.js";

/** A page as the writers see it: blocks in reading order, positions in points from the page's bottom left. */
export interface PageLayout {
  index: number;
  widthPt: number;
  heightPt: number;
  /** The box around everything on the page. */
  content: Box;
  flow: FlowItem[];
}

/** A block, or text that stands side by side in columns. */
export type FlowItem = Block | ColumnsItem;

export interface ColumnsItem {
  kind: "columns";
  /** Left to right. */
  columns: { left: number; right: number; blocks: Block[] }[];
}

export type Block = ParagraphBlock | TableBlock | ImageBlock;

export interface ParagraphBlock {
  kind: "paragraph";
  box: Box;
  /** Text where `\t` is a tab and `\n` a line break. */
  runs: TextRun[];
  align: "left" | "center" | "right" | "justify";
  /** Left edge of all lines but the first, from the left edge of the column. */
  indentPt: number;
  /** What the first line starts to the right (or, negative, to the left) of the others. */
  firstLinePt: number;
  /** What right-aligned lines keep free at the right edge. */
  rightIndentPt?: number;
  tabs: TabStop[];
  lineCount: number;
  /** Distance between baselines. */
  pitchPt: number;
  /** The size of most of its characters. */
  sizePt: number;
  bold: boolean;
  mono: boolean;
  role: ParagraphRole;
}

export type ParagraphRole =
  { kind: "body" | "title" | "header" | "footer" } | { kind: "heading"; level: number };

export interface TabStop {
  /** From the left edge of the column. */
  positionPt: number;
  align: "left" | "right";
  leader: "none" | "dot";
}

export interface TextRun {
  text: string;
  font: string;
  sizePt: number;
  bold: boolean;
  italic: boolean;
  underline: boolean;
  strike: boolean;
  raise: "none" | "super" | "sub";
  /** `rrggbb`. */
  color: string;
  url: string | undefined;
}

export interface TableBlock {
  kind: "table";
  box: Box;
  columnWidthsPt: number[];
  rows: TableRow[];
  /** Drawn with lines; otherwise found by its gaps. */
  ruled: boolean;
}

export interface TableRow {
  heightPt: number;
  /** The cells that start in this row, left to right. */
  cells: TableCell[];
}

export interface TableCell {
  column: number;
  columnSpan: number;
  rowSpan: number;
  paragraphs: ParagraphBlock[];
  /** Background as `rrggbb`. */
  shade: string | undefined;
}

export interface ImageBlock {
  kind: "image";
  box: Box;
  /** A background that text stands on. */
  behindText: boolean;
  /** Text that the picture shows, kept so that it can be found. */
  labels?: string;
  /** Decodes the image; only while its page is open. */
  bitmap(): PdfBitmap;
  /** The writer's name for the picture once it took it. */
  picture: string | undefined;
}
