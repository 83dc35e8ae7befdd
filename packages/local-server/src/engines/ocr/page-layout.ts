import type { Box as PointBox } from "../pdf/matrix.js";
import type { BodyText } from "../office/layout/document-roles.js";
import type {
  Block,
  FlowItem,
  PageLayout,
  ParagraphBlock,
  ParagraphRole,
  TabStop,
  TableBlock,
  TextRun,
} from "../office/layout/layout-model.js";
import { type Box, unionBox } from "./grey-image.js";
import { groupColumns } from "./page-columns.js";
import { type OcrParagraph, type OcrTableItem, joinLines, pageParagraphs } from "./page-paragraphs.js";
import type { OcrPage, OcrTable } from "./recognise-page.js";

/** A document as the office writers take it. */
export interface OcrLayout {
  pages: PageLayout[];
  body: BodyText;
}

/** What a scan's pages say. Headings are told by their size against all pages. */
export function layoutPages(pages: readonly OcrPage[]): OcrLayout {
  const items = pages.map((page) => ({ page, items: pageParagraphs(page) }));
  const sizes = items.flatMap(({ page, items: onPage }) =>
    onPage.flatMap((item) => (item.kind === "paragraph" ? [{ item, sizePt: sizeOf(item, page.dpi) }] : [])),
  );
  const styles = styleSheet(
    sizes.map(({ item, sizePt }) => ({ sizePt, weight: item.weight, characters: item.text.length })),
    usualAdvance(items.flatMap(({ items: onPage }) => onPage)),
  );
  return {
    pages: items.map(({ page, items: onPage }, index) => layoutPage(page, onPage, index, styles)),
    body: { sizePt: roundHalf(styles.bodyPt), font: styles.font, color },
  };
}

const color = "000000";

/** The sizes that a document uses. */
interface StyleSheet {
  font: string;
  bodyPt: number;
  /** Stroke width of body text against the height of its rows. */
  bodyWeight: number;
  /** Heading sizes, largest first. */
  headingPts: number[];
}

/** The mean width of a character against the size of its type. */
function usualAdvance(items: readonly (OcrParagraph | OcrTableItem)[]): number | undefined {
  const lines = items.flatMap((item) =>
    item.kind === "paragraph" ? item.lines : item.table.cellLines.flat(),
  );
  return weightedMedian(
    lines.map(({ words, box, rowHeight }) => {
      const characters = words.reduce((sum, { text }) => sum + text.length + 1, -1);
      const value = (box.x1 - box.x0) / Math.max(1, characters) / (rowHeight * nominalSize);
      return { value, characters: words.some(({ tabBefore }) => tabBefore) ? 0 : characters };
    }),
  );
}

/** The recogniser does not tell fonts: the width of the type is what a page's layout needs most. */
function fontFor(advance: number): string {
  if (advance > 0.57) return "Courier New";
  return advance > 0.46 ? "Arial" : "Times New Roman";
}

function styleSheet(
  texts: readonly { sizePt: number; weight: number; characters: number }[],
  advance: number | undefined,
): StyleSheet {
  const bodyPt = weightedMedian(texts.map(({ sizePt, characters }) => ({ value: sizePt, characters }))) ?? 11;
  const weights = texts.filter(({ weight }) => weight > 0);
  const bodyWeight =
    weightedMedian(weights.map(({ weight, characters }) => ({ value: weight, characters }))) ?? 0;
  const headings = texts.map(({ sizePt }) => sizePt).filter((sizePt) => sizePt >= bodyPt * headingRatio);
  const headingPts: number[] = [];
  for (const sizePt of [...headings].sort((a, b) => b - a)) {
    const last = headingPts[headingPts.length - 1];
    if (last === undefined || sizePt < last * 0.88) headingPts.push(sizePt);
  }
  return { font: fontFor(advance ?? 0.5), bodyPt, bodyWeight, headingPts };
}

const headingRatio = 1.17;
const numberedHeadingRatio = 1.07;

function weightedMedian(texts: readonly { value: number; characters: number }[]): number | undefined {
  const sorted = [...texts].sort((a, b) => a.value - b.value);
  const total = sorted.reduce((sum, { characters }) => sum + characters, 0);
  let seen = 0;
  return sorted.find(({ characters }) => (seen += characters) * 2 >= total)?.value;
}

function isBold({ weight }: { weight: number }, styles: StyleSheet): boolean {
  return styles.bodyWeight > 0 && weight > styles.bodyWeight * 1.2;
}

const nominalSize = 1.06;

/** A row of text is a little lower than the nominal size of its type. */
function sizeOf(paragraph: { rowHeight: number }, dpi: number): number {
  return ((paragraph.rowHeight * 72) / dpi) * nominalSize;
}

function layoutPage(
  page: OcrPage,
  items: readonly (OcrParagraph | OcrTableItem)[],
  index: number,
  styles: StyleSheet,
): PageLayout {
  const content: Box =
    items.length > 0
      ? unionBox(items.map(({ box }) => box))
      : { x0: 0, y0: 0, x1: page.width, y1: page.height };
  return {
    index,
    widthPt: (page.width * 72) / page.dpi,
    heightPt: (page.height * 72) / page.dpi,
    content: toPoints(content, page),
    flow: groupColumns(items).map((group): FlowItem => {
      if (group.kind === "item") return block(group.item, page, content, styles);
      return {
        kind: "columns",
        columns: group.columns.map(({ box, items: inColumn }) => ({
          left: (box.x0 * 72) / page.dpi,
          right: (box.x1 * 72) / page.dpi,
          blocks: inColumn.map((item) => block(item, page, box, styles)),
        })),
      };
    }),
  };
}

function block(item: OcrParagraph | OcrTableItem, page: OcrPage, column: Box, styles: StyleSheet): Block {
  return item.kind === "table"
    ? tableBlock(item.table, page, styles)
    : paragraphBlock(item, page, column, styles);
}

function paragraphBlock(item: OcrParagraph, page: OcrPage, column: Box, styles: StyleSheet): ParagraphBlock {
  const measuredPt = sizeOf(item, page.dpi);
  const role = roleOf(item, measuredPt, styles);
  // Measures of body text scatter by half a point; one size for all of it looks as it was set.
  const isBodySize = Math.abs(measuredPt / styles.bodyPt - 1) < 0.13;
  const sizePt = roundHalf(isBodySize ? styles.bodyPt : measuredPt);
  const bold = role.kind !== "body" || isBold(item, styles);
  const align = alignOf(item, page, column);
  const hanging = item.marker === undefined ? 0 : hangingPt;
  const indentPt = align === "left" ? indentOf(item, page, column) + hanging : 0;
  const pitchPt = pitchOf(item, page, sizePt);
  const tabs: TabStop[] = [];
  if (item.marker !== undefined) tabs.push({ positionPt: indentPt, align: "left", leader: "none" });
  tabs.push(...tabStops(item, page, column));
  const text = item.marker === undefined ? item.text : `${item.marker}\t${item.text}`;
  return {
    ...textBlock(text, { sizePt, bold, font: styles.font }),
    box: toPoints(lineBoxes(item, pitchPt, page), page),
    align,
    indentPt,
    firstLinePt: -hanging,
    tabs,
    lineCount: item.lines.length,
    pitchPt,
    role,
  };
}

const hangingPt = 18;

/** The room that a paragraph's lines take up, which is more than their ink: writers measure distances from it. */
function lineBoxes(item: OcrParagraph, pitchPt: number, page: OcrPage): Box {
  const pitch = (pitchPt * page.dpi) / 72;
  const first = item.lines[0]?.baselineY ?? item.box.y1;
  const last = item.lines[item.lines.length - 1]?.baselineY ?? item.box.y1;
  return { ...item.box, y0: first - pitch * 0.8, y1: Math.max(first, last) + pitch * 0.2 };
}

/** How far a paragraph stands in from its column; small differences are the scanner's. */
function indentOf(item: OcrParagraph, page: OcrPage, column: Box): number {
  const offset = item.box.x0 - column.x0;
  const isClear = offset > page.dpi * 0.08 && offset < (column.x1 - column.x0) * 0.7;
  return isClear ? roundHalf((offset * 72) / page.dpi) : 0;
}

/** The distance of lines as scanned, within what the writers' own fonts need. */
function pitchOf(item: OcrParagraph, page: OcrPage, sizePt: number): number {
  const scanned = item.pitch === undefined ? 0 : (item.pitch * 72) / page.dpi;
  return Math.min(sizePt * 2, Math.max(sizePt * 1.15, scanned));
}

/** Where the words after wide gaps stand: what ends at the right edge is set against it. */
function tabStops(item: OcrParagraph, page: OcrPage, column: Box): TabStop[] {
  const scale = 72 / page.dpi;
  return item.lines.flatMap(({ words, box }) =>
    words.flatMap((word, index): TabStop[] => {
      if (index === 0 || !word.tabBefore) return [];
      const isLast = !words.slice(index + 1).some(({ tabBefore }) => tabBefore);
      const atEdge = isLast && (word.tabBefore === "dots" || column.x1 - box.x1 < page.dpi * 0.12);
      const position = atEdge ? column.x1 : word.box.x0;
      const leader = word.tabBefore === "dots" ? "dot" : "none";
      return [{ positionPt: (position - column.x0) * scale, align: atEdge ? "right" : "left", leader }];
    }),
  );
}

function hasLeader(item: OcrParagraph): boolean {
  return item.lines.some((line) => line.words.some(({ tabBefore }) => tabBefore === "dots"));
}

function roleOf(item: OcrParagraph, sizePt: number, styles: StyleSheet): ParagraphRole {
  const short = item.lines.length <= 3 && item.text.length <= 160 && /\p{L}/u.test(item.text);
  if (!short || item.marker === "•" || hasLeader(item)) return { kind: "body" };
  const isNumbered = /^\d+(\.\d+)*\.?\s+\p{Lu}[^.]*$/u.test(item.text) && item.lines.length === 1;
  const isLarge = sizePt >= styles.bodyPt * (isNumbered ? numberedHeadingRatio : headingRatio);
  const isBoldLine = isBold(item, styles) && sizePt > styles.bodyPt * 0.93 && !/[.,;:]$/.test(item.text);
  if (!isLarge && !(isBoldLine && item.lines.length <= 2)) return { kind: "body" };
  const rank = styles.headingPts.findIndex((headingPt) => sizePt >= headingPt * 0.88);
  const level = (rank < 0 ? styles.headingPts.length : rank) + 1;
  return { kind: "heading", level: Math.min(4, level) };
}

function alignOf(item: OcrParagraph, page: OcrPage, column: Box): ParagraphBlock["align"] {
  const left = item.box.x0 - column.x0;
  const right = column.x1 - item.box.x1;
  const width = column.x1 - column.x0;
  const isSingle = item.lines.length <= 3;
  if (isSingle && left > width * 0.12 && Math.abs(left - right) < width * 0.03) return "center";
  if (isSingle && left > width * 0.55 && right < page.dpi * 0.1) return "right";
  return "left";
}

function tableBlock(table: OcrTable, page: OcrPage, styles: StyleSheet): TableBlock {
  const { xs, ys, cells } = table;
  const widthPt = (from: number, to: number): number => ((to - from) * 72) / page.dpi;
  return {
    kind: "table",
    box: toPoints(table.box, page),
    columnWidthsPt: xs.slice(1).map((x, index) => widthPt(xs[index] ?? 0, x)),
    ruled: true,
    rows: ys.slice(1).map((y, row) => ({
      heightPt: widthPt(ys[row] ?? 0, y),
      cells: cells.flatMap((cell, index) => {
        if (cell.row !== row) return [];
        const { column, columnSpan, rowSpan, box } = cell;
        const paragraph = cellParagraph(table, index, page, styles);
        return [
          {
            column,
            columnSpan,
            rowSpan,
            shade: undefined,
            paragraphs: [{ ...paragraph, box: toPoints(box, page) }],
          },
        ];
      }),
    })),
  };
}

function cellParagraph(
  table: OcrTable,
  index: number,
  page: OcrPage,
  styles: StyleSheet,
): Omit<ParagraphBlock, "box"> {
  const lines = [...(table.cellLines[index] ?? [])].sort((a, b) => a.baselineY - b.baselineY);
  const rows: (typeof lines)[] = [];
  for (const line of lines) {
    const row = rows[rows.length - 1];
    const first = row?.[0];
    if (row && first && line.baselineY - first.baselineY < first.rowHeight * 0.5) row.push(line);
    else rows.push([line]);
  }
  const ordered = rows.flatMap((row) => row.sort((a, b) => a.box.x0 - b.box.x0));
  const heights = lines.map((line) => sizeOf(line, page.dpi)).sort((a, b) => a - b);
  const sizePt = roundHalf(
    Math.min(heights[Math.floor(heights.length / 2)] ?? styles.bodyPt, styles.bodyPt * 1.1),
  );
  const bold = lines.length > 0 && lines.every((line) => isBold(line, styles));
  return textBlock(joinLines(ordered), { sizePt, bold, font: styles.font });
}

function textBlock(
  text: string,
  look: { sizePt: number; bold: boolean; font: string },
): Omit<ParagraphBlock, "box"> {
  const { sizePt, bold, font } = look;
  const run: TextRun = {
    text,
    font,
    sizePt,
    bold,
    italic: false,
    underline: false,
    strike: false,
    raise: "none",
    color,
    url: undefined,
  };
  return {
    kind: "paragraph",
    runs: text === "" ? [] : [run],
    align: "left",
    indentPt: 0,
    firstLinePt: 0,
    tabs: [],
    lineCount: 1,
    pitchPt: sizePt * 1.2,
    sizePt,
    bold,
    mono: false,
    role: { kind: "body" },
  };
}

function roundHalf(value: number): number {
  return Math.max(4, Math.round(value * 2) / 2);
}

function toPoints(box: Box, page: OcrPage): PointBox {
  const scale = 72 / page.dpi;
  return {
    left: box.x0 * scale,
    right: box.x1 * scale,
    top: (page.height - box.y0) * scale,
    bottom: (page.height - box.y1) * scale,
  };
}
