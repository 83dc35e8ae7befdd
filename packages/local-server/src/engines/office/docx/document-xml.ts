import type { ImageBlock } from "../layout/layout-model.js";
import { xmlDeclaration } from "../xml.js";
import { backgroundImageXml, hiddenTextXml, inlineImageXml } from "./image-xml.js";
import { emptyParagraphXml, paragraphXml } from "./paragraph-xml.js";
import { sectionXml, type Section, type SectionPart } from "./sections.js";
import type { StyleSheet } from "./style-sheet.js";
import { tableXml } from "./table-xml.js";
import { twips } from "./twips.js";

const namespaces =
  'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" ' +
  'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" ' +
  'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" ' +
  'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" ' +
  'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"';

/** The main part of a document, in pieces: it is never in memory as a whole. */
export function* documentXml(sections: Section[], styles: StyleSheet): Generator<string> {
  yield `${xmlDeclaration}<w:document ${namespaces}><w:body>`;
  let images = 0;
  const nextImage = (): number => (images += 1);
  for (const [index, section] of sections.entries()) {
    const isLast = index === sections.length - 1;
    for (const [at, part] of section.parts.entries()) {
      yield* partXml({ part, section, isFirst: index + at === 0, styles, nextImage });
    }
    if (!isLast) yield emptyParagraphXml({ ...plain, section: sectionXml(section) });
  }
  const last = sections.at(-1);
  yield `${last ? sectionXml(last) : ""}</w:body></w:document>`;
}

const plain = { beforePt: 0, pageBreak: false, columnBreak: false, section: "" };

/** Footers stand this much higher, and a point for each table row, so that they stay on their page in other fonts. */
const footerSparePt = 8;

interface PartContext {
  part: SectionPart;
  section: Section;
  isFirst: boolean;
  styles: StyleSheet;
  nextImage: () => number;
}

function* partXml({ part, section, isFirst, styles, nextImage }: PartContext): Generator<string> {
  // Also where a section starts the page: it does no harm, and readers that know no sections see the break.
  let breaks = { pageBreak: part.startsPage && !isFirst, columnBreak: part.startsColumn };
  const none = { pageBreak: false, columnBreak: false };
  let bottom = part.top;
  let afterTable = false;
  for (const block of part.blocks) {
    if (block.kind === "image" && block.behindText) {
      yield backgroundXml(block, breaks, part, nextImage());
      breaks = none;
      continue;
    }
    const gap = Math.max(0, bottom - block.box.top);
    bottom = block.box.bottom;
    const isBroken = breaks.pageBreak || breaks.columnBreak;
    // A table cannot break a page or a column, and two tables need something between them.
    if (block.kind === "table" && (isBroken || afterTable || gap > 2)) {
      yield emptyParagraphXml({ ...breaks, beforePt: Math.max(0, gap - 1), section: "" });
      breaks = none;
    }
    afterTable = block.kind === "table";
    if (block.kind === "table") yield tableXml(block, block.box.left - part.left, styles);
    if (block.kind === "image")
      yield imageXml(block, { ...breaks, beforePt: gap }, { part, section }, nextImage());
    if (block.kind === "paragraph") {
      const spare = block.role.kind === "footer" ? footerSparePt + rowCount(part) : 0;
      const beforePt = Math.max(0, gap - (block.pitchPt - block.sizePt) - spare);
      yield paragraphXml(block, { ...breaks, beforePt, styles, section: "" });
    }
    breaks = none;
  }
  const isBroken = breaks.pageBreak || breaks.columnBreak;
  if (isBroken || (afterTable && part === section.parts.at(-1)))
    yield emptyParagraphXml({ ...plain, ...breaks });
}

function rowCount({ blocks }: SectionPart): number {
  return blocks.reduce((sum, block) => sum + (block.kind === "table" ? block.rows.length : 0), 0);
}

/** A picture behind the page's text; the paragraph that holds it takes no room. */
function backgroundXml(
  image: ImageBlock,
  breaks: { pageBreak: boolean; columnBreak: boolean },
  part: SectionPart,
  number: number,
): string {
  const { left, right, bottom, top } = image.box;
  if (image.picture === undefined) return emptyParagraphXml({ ...plain, ...breaks });
  const place = { relationId: image.picture, number, widthPt: right - left, heightPt: top - bottom };
  return emptyParagraphXml({ ...plain, ...breaks }).replace(
    "</w:p>",
    `${backgroundImageXml(place, image, part.page.heightPt)}</w:p>`,
  );
}

function imageXml(
  image: ImageBlock,
  breaks: { beforePt: number; pageBreak: boolean; columnBreak: boolean },
  { part, section }: { part: SectionPart; section: Section },
  number: number,
): string {
  if (image.picture === undefined) return emptyParagraphXml({ ...plain, ...breaks });
  const { left, right, bottom, top } = image.box;
  const { heightPt, top: above, bottom: below } = section.geometry;
  const fit = Math.min(
    1,
    (part.right - part.left) / Math.max(1, right - left),
    (heightPt - above - below) / Math.max(1, top - bottom),
  );
  const widthPt = (right - left) * fit;
  const place = { relationId: image.picture, number, widthPt, heightPt: (top - bottom) * fit };
  const columnBreak = breaks.columnBreak ? '<w:r><w:br w:type="column"/></w:r>' : "";
  const indent = Math.max(0, Math.min(left - part.left, part.right - part.left - widthPt));
  return (
    `<w:p><w:pPr>${breaks.pageBreak ? "<w:pageBreakBefore/>" : ""}` +
    `<w:spacing w:before="${twips(breaks.beforePt)}" w:after="0"/><w:ind w:left="${twips(indent)}"/></w:pPr>` +
    `${columnBreak}${inlineImageXml(place)}${hiddenTextXml(image.labels ?? "")}</w:p>`
  );
}
