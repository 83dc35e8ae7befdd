import type { Box } from "../../pdf/matrix.js";
import type { PdfChar, PdfPage } from "../../pdf/pdf-document.js";
import { textWords, type TextWord } from "../../pdf/text-words.js";
import { readingOrder, type Region } from "./columns.js";
import { findDecorations } from "./decorations.js";
import { gapTables } from "./gap-tables.js";
import { findGrids } from "./grids.js";
import { collectHyphenated } from "./line-joins.js";
import type { Block, FlowItem, PageLayout, ParagraphBlock } from "./layout-model.js";
import { drawingBoxes, drawnPage, figureBlocks, imageBlocks, isInside } from "./page-images.js";
import { buildParagraphs, type PageText } from "./paragraphs.js";
import { ruledTables } from "./ruled-tables.js";
import { readRulings } from "./rulings.js";
import { turnedParagraphs } from "./turned-text.js";

/**
 * Finds a page's paragraphs, tables, images and columns, in reading order. `hyphenated` is the document's vocabulary of
 * words with a hyphen, which grows from page to page.
 */
export function layoutPage(page: PdfPage, hyphenated: Set<string>): PageLayout {
  const chars = page.chars();
  const paths = page.paths();
  const { rulings, fills } = readRulings(paths);
  const decorations = findDecorations(chars, rulings, page.links());
  const words = textWords(chars.filter(isLevel));
  collectHyphenated(
    words.map((word) => word.text),
    hyphenated,
  );
  const text: PageText = { decorations, hyphenated };
  const grids = findGrids(rulings.filter((ruling) => !decorations.used.has(ruling)));
  const tables = ruledTables(
    grids,
    words,
    { fills, paths, drawings: drawingBoxes(page, paths, words) },
    text,
  );
  const inTables = new Set(tables.flatMap((table) => [...table.words]));
  const free = words.filter((word) => !inTables.has(word));
  const turned = chars.filter((char) => !isLevel(char));
  const figures = figureBlocks(page, paths, {
    words: free,
    turned,
    tables: tables.map(({ block }) => block.box),
  });
  const inFigures = new Set<TextWord | PdfChar>(figures.flatMap((figure) => figure.taken));
  const images = [
    ...imageBlocks(page, words).filter(({ box }) => !figures.some(({ block }) => isInside(box, block.box))),
    ...figures.map(({ block }) => block),
  ];
  const boxes = [...tables.map(({ block }) => block.box), ...images.map(({ box }) => box)];
  const content = contentBox(page, words, boxes);
  const blocks = [...tables.map(({ block }) => block), ...images.filter((image) => !image.behindText)];
  const regions = readingOrder({ words: free.filter((word) => !inFigures.has(word)), blocks }, content);
  const flow: FlowItem[] = [
    ...images.filter((image) => image.behindText),
    ...regions.flatMap((region) => toFlow(region, text)),
    ...turnedParagraphs(
      turned.filter((char) => !inFigures.has(char)),
      content,
      text,
    ),
  ];
  const { index, widthPt, heightPt } = page;
  return { index, widthPt, heightPt, content, flow: flow.length > 0 ? flow : drawnPage(page, paths) };
}

function isLevel(char: PdfChar): boolean {
  return Math.abs(char.angle) < 2;
}

function contentBox(page: PdfPage, words: TextWord[], boxes: Box[]): Box {
  const all = [...words, ...boxes];
  if (all.length === 0) return { left: 0, right: page.widthPt, bottom: 0, top: page.heightPt };
  const box = { left: Infinity, right: -Infinity, bottom: Infinity, top: -Infinity };
  for (const { left, right, bottom, top } of all) {
    box.left = Math.min(box.left, left);
    box.right = Math.max(box.right, right);
    box.bottom = Math.min(box.bottom, bottom);
    box.top = Math.max(box.top, top);
  }
  return box;
}

function toFlow(region: Region, text: PageText): FlowItem[] {
  if (region.kind === "leaf") return toBlocks(region, text);
  const columns = region.columns.map(({ frame, regions }) => ({
    left: frame.left,
    right: frame.right,
    blocks: regions.flatMap((inner) => toFlow(inner, text)).flatMap(flatten),
  }));
  return [{ kind: "columns", columns }];
}

/** The blocks of an item in reading order. */
export function flatten(item: FlowItem): Block[] {
  return item.kind === "columns" ? item.columns.flatMap((column) => column.blocks) : [item];
}

/** Paragraphs and unruled tables of a column, its images and ruled tables between them by height. */
function toBlocks(region: Extract<Region, { kind: "leaf" }>, text: PageText): Block[] {
  const blocks: Block[] = [];
  let words = region.words;
  const others = [...region.blocks].sort((first, second) => middle(second.box) - middle(first.box));
  for (const block of others) {
    const height = middle(block.box);
    const above = words.filter((word) => middle(word) > height);
    words = words.filter((word) => middle(word) <= height);
    blocks.push(...textBlocks(above, region, text), block);
  }
  return [...blocks, ...textBlocks(words, region, text)];
}

function textBlocks(words: TextWord[], region: Extract<Region, { kind: "leaf" }>, text: PageText): Block[] {
  const blocks: Block[] = [];
  for (const part of gapTables(words, text)) {
    if (part.kind === "table") blocks.push(part.block);
    else blocks.push(...buildParagraphs(part.words, region.frame, text));
  }
  return blocks;
}

function middle(box: { bottom: number; top: number }): number {
  return (box.bottom + box.top) / 2;
}

/** Every paragraph of a page, those in table cells left out. */
export function freeParagraphs(page: PageLayout): ParagraphBlock[] {
  return page.flow.flatMap(flatten).flatMap((block) => (block.kind === "paragraph" ? [block] : []));
}
