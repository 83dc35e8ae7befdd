import { rmSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { EngineError } from "../../engine-error.js";
import type { Box } from "../../pdf/matrix.js";
import type { Block, PageLayout, ParagraphBlock, TableBlock, TableCell } from "../layout/layout-model.js";
import { flatten } from "../layout/page-layout.js";
import type { OfficeDocument, OfficeWriter } from "../office-writer.js";
import type { Picture } from "../picture.js";
import {
  newPresentation,
  type BorderProps,
  type PositionProps,
  type Presentation,
  type Slide,
  type TableCellText,
} from "./presentation.js";
import { legalText } from "../xml.js";
import { slideText } from "./slide-text.js";

/** Where a page goes on a slide, in inches. */
interface Place {
  scale: number;
  left: number;
  top: number;
  page: PageLayout;
}

const pointsPerInch = 72;
/** PowerPoint's own limits for the side of a slide, in inches. */
const minSideInches = 1;
const maxSideInches = 56;

/** Writes a PowerPoint presentation: one slide a page, everything at its place. */
export function pptxWriter(path: string): OfficeWriter {
  const pictures = new Map<string, string>();
  return {
    addPicture(picture: Picture): string {
      if (!pictures.has(picture.digest)) {
        const base64 = Buffer.from(picture.bytes).toString("base64");
        pictures.set(picture.digest, `image/${picture.extension};base64,${base64}`);
      }
      return picture.digest;
    },
    async finish({ title, pages }: OfficeDocument, signal: AbortSignal): Promise<void> {
      const deck = newPresentation();
      const width = slideSide(pages[0]?.widthPt ?? 720);
      const height = slideSide(pages[0]?.heightPt ?? 540);
      deck.defineLayout({ name: "page", width, height });
      deck.layout = "page";
      deck.title = title;
      for (const page of pages) {
        if (signal.aborted) throw new EngineError("aborted", "The conversion was stopped.");
        addSlide(deck, page, { width, height }, pictures);
      }
      const bytes = await deck.write({ outputType: "nodebuffer", compression: true });
      await writeFile(path, bytes as Buffer);
    },
    discard: () => rmSync(path, { force: true }),
  };
}

function slideSide(points: number): number {
  return Math.min(maxSideInches, Math.max(minSideInches, points / pointsPerInch));
}

function addSlide(
  deck: Presentation,
  page: PageLayout,
  size: { width: number; height: number },
  pictures: Map<string, string>,
): void {
  const slide = deck.addSlide();
  const width = page.widthPt / pointsPerInch;
  const height = page.heightPt / pointsPerInch;
  const scale = Math.min(size.width / width, size.height / height);
  const place: Place = {
    scale,
    left: (size.width - width * scale) / 2,
    top: (size.height - height * scale) / 2,
    page,
  };
  for (const block of page.flow.flatMap(flatten)) addBlock(slide, block, place, pictures);
}

function addBlock(slide: Slide, block: Block, place: Place, pictures: Map<string, string>): void {
  switch (block.kind) {
    case "paragraph":
      addParagraph(slide, block, place);
      return;
    case "table":
      addTable(slide, block, place);
      return;
    case "image": {
      const data = block.picture === undefined ? undefined : pictures.get(block.picture);
      if (data !== undefined) slide.addImage({ data, ...position(block.box, place) });
      if (block.labels) slide.addNotes(legalText(block.labels));
    }
  }
}

function position(
  { left, right, top, bottom }: Box,
  { scale, left: x, top: y, page }: Place,
): Required<PositionProps> {
  const inches = (points: number): number => (points / pointsPerInch) * scale;
  return {
    x: x + inches(left),
    y: y + inches(page.heightPt - top),
    w: inches(right - left),
    h: inches(top - bottom),
  };
}

/** A list item is two boxes: its marker, and its text, whose lines all start at one place. */
function addParagraph(slide: Slide, paragraph: ParagraphBlock, place: Place): void {
  for (const part of splitMarker(paragraph)) addTextBox(slide, part, place);
}

function splitMarker(paragraph: ParagraphBlock): ParagraphBlock[] {
  const at = paragraph.runs.findIndex((run) => run.text.includes("\t"));
  const run = paragraph.runs[at];
  if (paragraph.firstLinePt >= 0 || !run) return [paragraph];
  const [marker = "", ...rest] = run.text.split("\t");
  const left = paragraph.box.left - paragraph.firstLinePt;
  const before = [...paragraph.runs.slice(0, at), { ...run, text: marker }].filter(({ text }) => text !== "");
  const after = [{ ...run, text: rest.join("\t") }, ...paragraph.runs.slice(at + 1)].filter(
    ({ text }) => text !== "",
  );
  return [
    { ...paragraph, runs: before, box: { ...paragraph.box, right: left }, lineCount: 1, align: "left" },
    { ...paragraph, runs: after, box: { ...paragraph.box, left } },
  ];
}

function addTextBox(slide: Slide, paragraph: ParagraphBlock, place: Place): void {
  const text = slideText(paragraph, place.scale, true);
  if (text.length === 0) return;
  const stops = paragraph.tabs.map(({ positionPt, align }) => ({
    position: ((positionPt - paragraph.indentPt) / pointsPerInch) * place.scale,
    alignment: align === "right" ? ("r" as const) : ("l" as const),
  }));
  slide.addText(text, {
    ...position(withSlack(paragraph), place),
    margin: 0,
    valign: "top",
    wrap: paragraph.lineCount > 1 && !paragraph.mono,
    lineSpacing: Math.max(1, paragraph.pitchPt * place.scale),
    isTextBox: true,
    ...(stops.length > 0 ? { tabStops: stops } : {}),
  });
}

/** Another font may be wider: a single line gets room, a paragraph a little. */
function withSlack({ box, lineCount, align }: ParagraphBlock): Box {
  const width = box.right - box.left;
  const slack = lineCount > 1 ? 0.02 * width + 2 : 0.1 * width + 6;
  if (align === "right") return { ...box, left: box.left - slack };
  if (align === "center") return { ...box, left: box.left - slack, right: box.right + slack };
  return { ...box, right: box.right + slack };
}

function addTable(slide: Slide, table: TableBlock, place: Place): void {
  const inches = (points: number): number => (points / pointsPerInch) * place.scale;
  const border: BorderProps = table.ruled ? { type: "solid", pt: 0.5, color: "000000" } : { type: "none" };
  const rows = table.rows.map((row) => row.cells.map((cell) => tableCell(cell, place.scale, border)));
  const { x, y, w } = position(table.box, place);
  slide.addTable(rows, {
    x,
    y,
    w,
    colW: table.columnWidthsPt.map(inches),
    rowH: table.rows.map((row) => inches(row.heightPt)),
    autoPage: false,
    // Inches here, although text boxes take points.
    margin: 0.02,
  });
}

function tableCell(cell: TableCell, scale: number, border: BorderProps): TableCellText {
  const text = cell.paragraphs.flatMap((paragraph, index) =>
    slideText(paragraph, scale, index === cell.paragraphs.length - 1),
  );
  return {
    // pptxgenjs takes runs here, as its own examples do; its type names table cells.
    text: text as TableCellText[],
    options: {
      border: [border, border, border, border],
      valign: "top",
      ...(cell.columnSpan > 1 ? { colspan: cell.columnSpan } : {}),
      ...(cell.rowSpan > 1 ? { rowspan: cell.rowSpan } : {}),
      ...(cell.shade === undefined ? {} : { fill: { color: cell.shade } }),
    },
  };
}
