import type { Box } from "../../pdf/matrix.js";
import type { PdfChar, PdfImage, PdfPage } from "../../pdf/pdf-document.js";
import { textWords, type TextWord } from "../../pdf/text-words.js";
import { readingOrder, type Region } from "./columns.js";
import { findDecorations } from "./decorations.js";
import { gapTables } from "./gap-tables.js";
import { findGrids } from "./grids.js";
import { collectHyphenated } from "./line-joins.js";
import type { Block, FlowItem, ImageBlock, PageLayout, ParagraphBlock } from "./layout-model.js";
import { buildParagraphs, type PageText } from "./paragraphs.js";
import { ruledTables } from "./ruled-tables.js";
import { readRulings } from "./rulings.js";
import { turnedParagraphs } from "./turned-text.js";

/** Images smaller than this on one side are specks and rules. */
const minImagePt = 4;
/** From this share of the page on, an image under text is its background. */
const backgroundShare = 0.5;

/**
 * Finds a page's paragraphs, tables, images and columns, in reading order. `hyphenated` is the document's vocabulary of
 * words with a hyphen, which grows from page to page.
 */
export function layoutPage(page: PdfPage, hyphenated: Set<string>): PageLayout {
  const chars = page.chars();
  const { rulings, fills } = readRulings(page.paths());
  const decorations = findDecorations(chars, rulings, page.links());
  const words = textWords(chars.filter(isLevel));
  collectHyphenated(
    words.map((word) => word.text),
    hyphenated,
  );
  const text: PageText = { decorations, hyphenated };
  const grids = findGrids(rulings.filter((ruling) => !decorations.used.has(ruling)));
  const tables = ruledTables(grids, words, fills, text);
  const free = words.filter((word) => !tables.some((table) => table.words.has(word)));
  const images = imageBlocks(page, words);
  const content = contentBox(page, words, [
    ...tables.map(({ block }) => block.box),
    ...images.map(({ box }) => box),
  ]);
  const inFlow = images.filter((image) => !image.behindText);
  const regions = readingOrder(
    { words: free, blocks: [...tables.map(({ block }) => block), ...inFlow] },
    content,
  );
  const flow: FlowItem[] = [
    ...images.filter((image) => image.behindText),
    ...regions.flatMap((region) => toFlow(region, text)),
    ...turnedParagraphs(
      chars.filter((char) => !isLevel(char)),
      content,
      text,
    ),
  ];
  const { index, widthPt, heightPt } = page;
  return { index, widthPt, heightPt, content, flow: flow.length > 0 ? flow : drawnPage(page) };
}

function isLevel(char: PdfChar): boolean {
  return Math.abs(char.angle) < 2;
}

/** A page without text or images that is drawn on: kept as a picture of itself. */
function drawnPage(page: PdfPage): FlowItem[] {
  if (page.paths().length === 0) return [];
  const box = { left: 0, right: page.widthPt, bottom: 0, top: page.heightPt };
  return [
    { kind: "image", box, behindText: false, picture: undefined, bitmap: () => page.render({ dpi: 150 }) },
  ];
}

function imageBlocks(page: PdfPage, words: TextWord[]): ImageBlock[] {
  return page
    .images()
    .filter((image) => image.right - image.left >= minImagePt && image.top - image.bottom >= minImagePt)
    .map((image) => ({
      kind: "image",
      box: clip(image, page),
      behindText: isBackground(image, page, words),
      bitmap: () => image.bitmap(),
      picture: undefined,
    }));
}

function clip(image: PdfImage, page: PdfPage): Box {
  return {
    left: Math.max(0, image.left),
    right: Math.min(page.widthPt, image.right),
    bottom: Math.max(0, image.bottom),
    top: Math.min(page.heightPt, image.top),
  };
}

function isBackground(image: PdfImage, page: PdfPage, words: TextWord[]): boolean {
  const share = ((image.right - image.left) * (image.top - image.bottom)) / (page.widthPt * page.heightPt);
  const covered = words.filter((word) => {
    const x = (word.left + word.right) / 2;
    const y = (word.bottom + word.top) / 2;
    return x > image.left && x < image.right && y > image.bottom && y < image.top;
  });
  return covered.length > 0 && (share > backgroundShare || covered.length > 2);
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
