import type { Box } from "../../pdf/matrix.js";
import type { PdfChar, PdfImage, PdfPage, PdfPath } from "../../pdf/pdf-document.js";
import { textLines, wordLines, type TextLine } from "../../pdf/text-lines.js";
import type { TextWord } from "../../pdf/text-words.js";
import { findFigures } from "./figures.js";
import type { FlowItem, ImageBlock } from "./layout-model.js";
import { splitAtGaps } from "./line-facts.js";

/** Images smaller than this on one side are specks and rules. */
const minImagePt = 4;
/** From this share of the page on, an image under text is its background. */
const backgroundShare = 0.5;
/** From this share of invisible characters on, a page is a scan with its text laid under it. */
const invisibleShare = 0.8;
const drawingDpi = 200;
const maxDrawingPixels = 12_000_000;
/** How far from a drawing its labels may stand. */
const labelReachPt = 14;

/** A drawing kept as a picture, with the text that it took from the page. */
export interface Figure {
  block: ImageBlock;
  taken: (TextWord | PdfChar)[];
}

interface PageText {
  words: TextWord[];
  /** Characters that are not level. */
  turned: PdfChar[];
  tables: Box[];
}

/** The page's images. A scan that was made searchable is left out: its text stands for it. */
export function imageBlocks(page: PdfPage, words: TextWord[]): ImageBlock[] {
  const chars = words.flatMap((word) => word.chars);
  const isSearchableScan =
    chars.length > 0 && chars.filter((char) => char.invisible).length > invisibleShare * chars.length;
  return page
    .images()
    .filter((image) => !isSearchableScan || shareOf(image, page) < backgroundShare)
    .filter((image) => image.right - image.left >= minImagePt && image.top - image.bottom >= minImagePt)
    .map((image) => ({
      kind: "image",
      box: clip(image, page),
      behindText: isBackground(image, page, words),
      bitmap: () => image.bitmap(),
      picture: undefined,
    }));
}

/** Where drawings stand, tables taken for drawings among them. */
export function drawingBoxes(page: PdfPage, paths: PdfPath[], words: TextWord[]): Box[] {
  const { widthPt, heightPt } = page;
  return findFigures(paths, { widthPt, heightPt, tables: [], lines: wordLines(words) });
}

/** Drawings and charts as pictures, the text in and at them inside the picture and in its labels. */
export function figureBlocks(page: PdfPage, paths: PdfPath[], { words, turned, tables }: PageText): Figure[] {
  const lines = wordLines(words);
  const { widthPt, heightPt } = page;
  return findFigures(paths, { widthPt, heightPt, tables, lines }).map((drawn) => {
    const labels = lines
      .flatMap(splitAtGaps)
      .filter((segment) => segment.length < 6)
      .flat();
    const reach = grow(drawn, labelReachPt);
    const inside = words.filter((word) => isInside(word, drawn));
    const taken = [...new Set([...inside, ...labels.filter((word) => isInside(word, reach))])];
    const takenTurned = turned.filter((char) => isInside(char, reach));
    const box = clip(grow([drawn, ...taken, ...takenTurned].reduce(around, drawn), 1), page);
    const text = [...wordLines(taken), ...textLines(takenTurned)];
    return { block: drawing(page, box, text), taken: [...taken, ...takenTurned] };
  });
}

/** A page without text or images that is drawn on: kept as a picture of itself. */
export function drawnPage(page: PdfPage, paths: PdfPath[]): FlowItem[] {
  if (paths.length === 0) return [];
  return [drawing(page, { left: 0, right: page.widthPt, bottom: 0, top: page.heightPt }, [])];
}

function drawing(page: PdfPage, box: Box, text: TextLine[]): ImageBlock {
  const area = (box.right - box.left) * (box.top - box.bottom);
  const dpi = Math.min(drawingDpi, 72 * Math.sqrt(maxDrawingPixels / area));
  return {
    kind: "image",
    box,
    behindText: false,
    picture: undefined,
    labels: text.map((line) => line.text).join(" "),
    bitmap: () => page.render({ dpi, box }),
  };
}

function clip(box: Box, page: PdfPage): Box {
  return {
    left: Math.max(0, box.left),
    right: Math.min(page.widthPt, box.right),
    bottom: Math.max(0, box.bottom),
    top: Math.min(page.heightPt, box.top),
  };
}

function grow({ left, right, bottom, top }: Box, by: number): Box {
  return { left: left - by, right: right + by, bottom: bottom - by, top: top + by };
}

function around(first: Box, second: Box): Box {
  return {
    left: Math.min(first.left, second.left),
    right: Math.max(first.right, second.right),
    bottom: Math.min(first.bottom, second.bottom),
    top: Math.max(first.top, second.top),
  };
}

/** Whether the middle of a box is inside another. */
export function isInside(inner: Box, outer: Box): boolean {
  const x = (inner.left + inner.right) / 2;
  const y = (inner.bottom + inner.top) / 2;
  return x > outer.left && x < outer.right && y > outer.bottom && y < outer.top;
}

function shareOf(image: Box, page: PdfPage): number {
  return ((image.right - image.left) * (image.top - image.bottom)) / (page.widthPt * page.heightPt);
}

function isBackground(image: PdfImage, page: PdfPage, words: TextWord[]): boolean {
  const covered = words.filter((word) => isInside(word, image)).length;
  return covered > 0 && (shareOf(image, page) > backgroundShare || covered > 2);
}
