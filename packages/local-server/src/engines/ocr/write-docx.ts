import { writeFile } from "node:fs/promises";
import {
  AlignmentType,
  Document,
  HeadingLevel,
  Packer,
  Paragraph,
  Tab,
  Table,
  TableCell,
  TableRow,
  TextRun,
  WidthType,
} from "docx";
import type { Block, PageLayout, ParagraphBlock, TableBlock } from "../office/layout/layout-model.js";

/** Writes recognised pages as a Word document: one section of flowing text, a page break between pages. */
export async function writeDocx(pages: readonly PageLayout[], outputPath: string): Promise<void> {
  const first = pages[0];
  const margin = twips(first ? Math.min(72, Math.max(36, first.content.left)) : 72);
  const document = new Document({
    sections: [
      {
        properties: {
          page: {
            size: { width: twips(first?.widthPt ?? 595), height: twips(first?.heightPt ?? 842) },
            margin: { top: margin, bottom: margin, left: margin, right: margin },
          },
        },
        children: pages.flatMap((page, index) => pageChildren(page, index > 0)),
      },
    ],
  });
  await writeFile(outputPath, await Packer.toBuffer(document));
}

function pageChildren(page: PageLayout, breakBefore: boolean): (Paragraph | Table)[] {
  const blocks = page.flow.flatMap((item) =>
    item.kind === "columns" ? item.columns.flatMap((c) => c.blocks) : [item],
  );
  const [first, ...rest] = blocks;
  const startsWithText = first?.kind === "paragraph";
  const children = (startsWithText ? rest : blocks).flatMap((block) => blockChildren(block));
  if (startsWithText) children.unshift(paragraph(first, breakBefore));
  else if (breakBefore) children.unshift(new Paragraph({ pageBreakBefore: true, children: [] }));
  return children;
}

function blockChildren(block: Block): (Paragraph | Table)[] {
  if (block.kind === "paragraph") return [paragraph(block, false)];
  // Word joins tables that follow each other directly and wants a paragraph after the last.
  if (block.kind === "table") return [table(block), new Paragraph({ children: [] })];
  return [];
}

function paragraph(block: ParagraphBlock, pageBreakBefore: boolean): Paragraph {
  return new Paragraph({
    pageBreakBefore,
    alignment:
      AlignmentType[block.align === "center" ? "CENTER" : block.align === "right" ? "RIGHT" : "LEFT"],
    indent: { left: twips(block.indentPt), hanging: twips(-block.firstLinePt) },
    spacing: { after: 120 },
    ...(block.role.kind === "heading"
      ? { heading: headingLevels[block.role.level - 1] ?? HeadingLevel.HEADING_3 }
      : {}),
    children: block.runs.map(
      (run) =>
        new TextRun({
          children: run.text.split(/(\t)/).map((part) => (part === "\t" ? new Tab() : printable(part))),
          bold: run.bold,
          size: Math.round(run.sizePt * 2),
          font: run.font,
          color: run.color,
        }),
    ),
  });
}

const headingLevels = [HeadingLevel.HEADING_1, HeadingLevel.HEADING_2, HeadingLevel.HEADING_3] as const;

function table(block: TableBlock): Table {
  return new Table({
    columnWidths: block.columnWidthsPt.map(twips),
    width: { size: twips(block.columnWidthsPt.reduce((sum, width) => sum + width, 0)), type: WidthType.DXA },
    rows: block.rows.map(
      (row) =>
        new TableRow({
          children: row.cells.map(
            (cell) =>
              new TableCell({
                columnSpan: cell.columnSpan,
                rowSpan: cell.rowSpan,
                children: cell.paragraphs.map((inCell) => paragraph(inCell, false)),
              }),
          ),
        }),
    ),
  });
}

function twips(points: number): number {
  return Math.max(0, Math.round(points * 20));
}

/** Word refuses a file with control characters in it. */
function printable(text: string): string {
  return text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "");
}
