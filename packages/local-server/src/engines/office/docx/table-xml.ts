import type { ParagraphBlock, TableBlock, TableCell } from "../layout/layout-model.js";
import { emptyParagraphXml, paragraphXml } from "./paragraph-xml.js";
import type { StyleSheet } from "./style-sheet.js";
import { twips } from "./twips.js";

/** A table. `indentPt` is the distance from the left margin to its left edge. */
export function tableXml(table: TableBlock, indentPt: number, styles: StyleSheet): string {
  const widths = table.columnWidthsPt.map((width) => Math.max(1, twips(width)));
  const total = widths.reduce((sum, width) => sum + width, 0);
  const grid = widths.map((width) => `<w:gridCol w:w="${width}"/>`).join("");
  return (
    `<w:tbl><w:tblPr><w:tblW w:w="${total}" w:type="dxa"/><w:tblInd w:w="${twips(indentPt)}" w:type="dxa"/>` +
    `${table.ruled ? borders() : ""}<w:tblLayout w:type="fixed"/>${noMargins}</w:tblPr><w:tblGrid>${grid}</w:tblGrid>` +
    `${rowsXml(table, widths, styles)}</w:tbl>`
  );
}

/** The indents of paragraphs say where text stands in its cell; margins would only narrow it. */
const noMargins =
  '<w:tblCellMar><w:left w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tblCellMar>';

function borders(): string {
  const sides = ["top", "left", "bottom", "right", "insideH", "insideV"];
  return `<w:tblBorders>${sides
    .map((side) => `<w:${side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>`)
    .join("")}</w:tblBorders>`;
}

/** Every row names every column: a cell that reaches down goes on in the rows below it. */
function rowsXml(table: TableBlock, widths: number[], styles: StyleSheet): string {
  const open: ({ cell: TableCell; rowsLeft: number } | undefined)[] = widths.map(() => undefined);
  return table.rows
    .map((row) => {
      let cells = "";
      for (let column = 0; column < widths.length;) {
        const above = open[column];
        const starting = row.cells.find((cell) => cell.column === column);
        const cell = above?.cell ?? starting;
        cells += cellXml(cell, above ? "continue" : "restart", widths, column, styles);
        const rowsLeft = above ? above.rowsLeft - 1 : (cell?.rowSpan ?? 1) - 1;
        const span = Math.max(1, cell?.columnSpan ?? 1);
        for (let at = column; at < column + span; at += 1) {
          open[at] = cell && rowsLeft > 0 ? { cell, rowsLeft } : undefined;
        }
        column += span;
      }
      return `<w:tr><w:trPr><w:trHeight w:val="${twips(row.heightPt)}"/></w:trPr>${cells}</w:tr>`;
    })
    .join("");
}

function cellXml(
  cell: TableCell | undefined,
  merge: "restart" | "continue",
  widths: number[],
  column: number,
  styles: StyleSheet,
): string {
  const span = Math.max(1, cell?.columnSpan ?? 1);
  const width = widths.slice(column, column + span).reduce((sum, own) => sum + own, 0);
  const properties =
    `<w:tcW w:w="${width}" w:type="dxa"/>` +
    (span > 1 ? `<w:gridSpan w:val="${span}"/>` : "") +
    (cell && cell.rowSpan > 1 ? `<w:vMerge${merge === "restart" ? ' w:val="restart"' : ""}/>` : "") +
    (cell?.shade === undefined ? "" : `<w:shd w:val="clear" w:color="auto" w:fill="${cell.shade}"/>`);
  const content = merge === "restart" && cell ? cellContent(cell.paragraphs, styles) : "<w:p/>";
  return `<w:tc><w:tcPr>${properties}</w:tcPr>${content}</w:tc>`;
}

function cellContent(paragraphs: ParagraphBlock[], styles: StyleSheet): string {
  const plain = { pageBreak: false, columnBreak: false, section: "" };
  if (paragraphs.length === 0) return emptyParagraphXml({ ...plain, beforePt: 0 });
  return paragraphs
    .map((paragraph, index) => {
      const above = paragraphs[index - 1];
      const gap = above ? above.box.bottom - paragraph.box.top : 0;
      const leading = paragraph.pitchPt - paragraph.sizePt;
      return paragraphXml(paragraph, { ...plain, styles, beforePt: Math.max(0, gap - leading) });
    })
    .join("");
}
