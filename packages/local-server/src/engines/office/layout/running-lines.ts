import type { BodyText } from "./document-roles.js";
import type { PageLayout, ParagraphBlock } from "./layout-model.js";
import { freeParagraphs } from "./page-layout.js";
import { plainText } from "./plain-text.js";

/** Headers stand in this part of the page's height from its top, footers from its bottom. */
const marginShare = 0.13;
const minShareOfPages = 0.25;

/** Marks what repeats at the same place from page to page, page numbers aside, as headers and footers. */
export function markRunningLines(pages: PageLayout[], body: BodyText): void {
  const groups = new Map<string, ParagraphBlock[]>();
  for (const page of pages) {
    for (const { paragraph, kind } of marginParagraphs(page, body)) {
      const key = `${kind} ${Math.round(paragraph.box.bottom / 3)} ${pattern(paragraph)}`;
      groups.set(key, [...(groups.get(key) ?? []), paragraph]);
    }
  }
  const enough = Math.max(2, Math.ceil(pages.length * minShareOfPages));
  for (const [key, paragraphs] of groups) {
    if (paragraphs.length < enough) continue;
    const kind = key.startsWith("header") ? "header" : "footer";
    for (const paragraph of paragraphs) paragraph.role = { kind };
  }
}

interface MarginParagraph {
  paragraph: ParagraphBlock;
  kind: "header" | "footer";
}

function marginParagraphs(page: PageLayout, body: BodyText): MarginParagraph[] {
  return freeParagraphs(page)
    .filter((paragraph) => paragraph.lineCount <= 2 && paragraph.sizePt <= 1.2 * body.sizePt)
    .flatMap((paragraph): MarginParagraph[] => {
      if (paragraph.box.bottom > page.heightPt * (1 - marginShare)) return [{ paragraph, kind: "header" }];
      if (paragraph.box.top < page.heightPt * marginShare) return [{ paragraph, kind: "footer" }];
      return [];
    });
}

/** The text with its numbers, also Roman ones, made alike. */
function pattern(paragraph: ParagraphBlock): string {
  return plainText(paragraph)
    .replace(/\d+/g, "#")
    .replace(/^[ivxlc]+$/i, "#");
}
