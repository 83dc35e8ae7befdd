import type { BodyText } from "./document-roles.js";
import type { PageLayout, ParagraphBlock } from "./layout-model.js";
import { freeParagraphs } from "./page-layout.js";
import { plainText } from "./plain-text.js";

const maxLevel = 6;
const maxHeadingLength = 200;
const caption = /^(figure|fig\.|table|tab\.|abb\.|표|그림|図|表)\s*\d/i;

/** Marks headings, their levels by rank of size, and the title of the document. */
export function markHeadings(pages: PageLayout[], body: BodyText): void {
  const boldShare = shareOfBold(pages);
  const found: ParagraphBlock[] = [];
  for (const page of pages) {
    const paragraphs = freeParagraphs(page);
    paragraphs.forEach((paragraph, index) => {
      if (isHeading(paragraph, paragraphs[index - 1], body, boldShare)) found.push(paragraph);
    });
  }
  const title = findTitle(pages, found);
  if (title) title.role = { kind: "title" };
  const headings = found.filter((paragraph) => paragraph !== title);
  const ranks = rankSizes(headings, body);
  for (const heading of headings) {
    heading.role = { kind: "heading", level: Math.min(maxLevel, ranks(heading)) };
  }
}

function shareOfBold(pages: PageLayout[]): number {
  let bold = 0;
  let all = 0;
  for (const paragraph of pages.flatMap(freeParagraphs)) {
    const length = plainText(paragraph).length;
    all += length;
    if (paragraph.bold) bold += length;
  }
  return all === 0 ? 0 : bold / all;
}

function isHeading(
  paragraph: ParagraphBlock,
  previous: ParagraphBlock | undefined,
  body: BodyText,
  boldShare: number,
): boolean {
  const text = plainText(paragraph);
  if (paragraph.role.kind !== "body" || paragraph.mono || paragraph.lineCount > 3) return false;
  if (text.length > maxHeadingLength || !/\p{L}.*\p{L}|\p{Script=Han}|\p{Script=Hangul}/u.test(text))
    return false;
  if (paragraph.tabs.length > 0 || caption.test(text)) return false;
  const ratio = paragraph.sizePt / body.sizePt;
  if (ratio >= 1.12) return true;
  if (ratio < 0.8 || /[.,;:]$/.test(text) || paragraph.lineCount > 2 || text.length > 120) return false;
  if (/^[•▪◦\uf000-\uf0ff–—-]\s/u.test(text) || !standsApart(paragraph, previous)) return false;
  if (paragraph.bold && boldShare < 0.4) return true;
  return isColored(paragraph, body) && (ratio > 1.03 || paragraph.runs.every((run) => run.italic));
}

/** More space above it than between lines. */
function standsApart(paragraph: ParagraphBlock, previous: ParagraphBlock | undefined): boolean {
  if (!previous || previous.box.bottom < paragraph.box.bottom) return true;
  if (previous.role.kind === "heading" || previous.role.kind === "header") return true;
  return previous.box.bottom - paragraph.box.top > 0.3 * paragraph.sizePt;
}

function isColored(paragraph: ParagraphBlock, body: BodyText): boolean {
  return paragraph.runs.every((run) => run.color !== body.color && run.url === undefined);
}

/** The biggest text, if it stands alone at the start of the document and is set apart from the headings. */
function findTitle(pages: PageLayout[], headings: ParagraphBlock[]): ParagraphBlock | undefined {
  const firstPage = pages[0] ? freeParagraphs(pages[0]) : [];
  const title = firstPage.filter((paragraph) => paragraph.role.kind !== "header")[0];
  if (!title || !headings.includes(title)) return undefined;
  const others = headings.filter((paragraph) => paragraph !== title);
  const next = Math.max(0, ...others.map((paragraph) => paragraph.sizePt));
  if (others.length === 0 || next >= title.sizePt) return undefined;
  const ratio = title.sizePt / next;
  return ratio >= 1.5 || (title.align === "center" && ratio >= 1.1) ? title : undefined;
}

/** Level 1 for the biggest look, and so on: by size, at one size bold before plain. */
function rankSizes(headings: ParagraphBlock[], body: BodyText): (heading: ParagraphBlock) => number {
  const sizes: number[] = [];
  for (const size of headings.map(lookSize).sort((first, second) => second - first)) {
    const last = sizes.at(-1);
    if (last === undefined || last - size > 0.04 * body.sizePt) sizes.push(size);
  }
  return (heading) => 1 + sizes.findIndex((size) => size - lookSize(heading) <= 0.04 * body.sizePt);
}

function lookSize(paragraph: ParagraphBlock): number {
  return Math.round(paragraph.sizePt * 2) / 2;
}
