import type { Sheet, SheetData } from "write-excel-file/node";
import type { Block, PageLayout, ParagraphBlock, TableBlock, TableCell } from "../layout/layout-model.js";
import { flatten } from "../layout/page-layout.js";
import { plainText } from "../layout/plain-text.js";
import { legalText } from "../xml.js";
import { typedValue } from "./typed-value.js";

export type DataSheet = Sheet<never>;
type Cell = SheetData[number][number];

/** Excel's limit for the text of a cell. */
const maxCellLength = 32_767;

/** One sheet for each table, and one for the other text of each page, a paragraph a row. */
export function toSheets(pages: PageLayout[]): DataSheet[] {
  const tables: DataSheet[] = [];
  const texts: DataSheet[] = [];
  for (const page of pages) {
    const blocks = page.flow.flatMap(flatten);
    for (const block of blocks) if (block.kind === "table") tables.push(tableSheet(block, tables.length + 1));
    const rows = blocks.flatMap(blockRows);
    if (rows.length > 0)
      texts.push({ data: rows, sheet: `Page ${page.index + 1}`, columns: [{ width: 90 }] });
  }
  const sheets = [...tables, ...texts];
  return sheets.length > 0 ? sheets : [{ data: [[null]], sheet: "Page 1" }];
}

function tableSheet(table: TableBlock, number: number): DataSheet {
  const grid: Cell[][] = table.rows.map(() => table.columnWidthsPt.map(() => null));
  table.rows.forEach((row, index) => {
    const target = grid[index];
    for (const cell of row.cells) if (target) target[cell.column] = tableCell(cell, table.ruled);
  });
  // A width of 1 is one digit of the default font, about 5.5 points.
  const columns = table.columnWidthsPt.map((width) => ({ width: Math.max(4, Math.round(width / 5.5)) }));
  return { data: grid, sheet: `Table ${number}`, columns };
}

function tableCell(cell: TableCell, ruled: boolean): Cell {
  const text = cellText(cell);
  const { value, format } = typedValue(text);
  const runs = cell.paragraphs.flatMap((paragraph) => paragraph.runs);
  const isBold = runs.length > 0 && runs.every((run) => run.bold);
  const style = {
    ...(isBold ? { fontWeight: "bold" as const } : {}),
    ...(cell.shade === undefined ? {} : { backgroundColor: `#${cell.shade}` }),
    ...(ruled ? { borderStyle: "thin" as const } : {}),
    ...(cell.columnSpan > 1 ? { columnSpan: cell.columnSpan } : {}),
    ...(cell.rowSpan > 1 ? { rowSpan: cell.rowSpan } : {}),
    alignVertical: "top" as const,
  };
  if (typeof value === "number")
    return { value, type: Number, ...(format === undefined ? {} : { format }), ...style };
  return { value, type: String, wrap: true, ...style };
}

function cellText(cell: TableCell): string {
  return clean(cell.paragraphs.map(plainText).join("\n"));
}

function blockRows(block: Block): SheetData {
  if (block.kind === "paragraph") return textRows(block);
  return block.kind === "image" && block.labels ? [[{ value: clean(block.labels), type: String }]] : [];
}

/** A paragraph's lines that were kept as lines are rows, its parts between tabs are cells. */
function textRows(paragraph: ParagraphBlock): SheetData {
  const isBold = paragraph.bold;
  return plainText(paragraph)
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line) =>
      line.split("\t").map((part): Cell => {
        const { value, format } = typedValue(clean(part));
        const style = isBold ? { fontWeight: "bold" as const } : {};
        if (typeof value === "number")
          return { value, type: Number, ...(format === undefined ? {} : { format }), ...style };
        return { value, type: String, ...style };
      }),
    );
}

function clean(text: string): string {
  return legalText(text).slice(0, maxCellLength);
}
