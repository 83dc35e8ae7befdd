import { buildPdf } from "./pdf-builder.js";
import { PlanWriter } from "./plan-writer.js";

export interface Point {
  x: number;
  y: number;
}

export const sheetSize = { width: 2448, height: 1584 };

/** Draws sheets: border and title block, tables, elevations. */
export class SheetWriter extends PlanWriter {
  rectangle(left: number, bottom: number, right: number, top: number): this {
    this.polygon([
      { x: left, y: bottom },
      { x: right, y: bottom },
      { x: right, y: top },
      { x: left, y: top },
    ]);
    return this;
  }

  /** A strip at the right edge with title and number, as architects draw it. */
  titleBlock(number: string, titleLines: string[], options: { captions?: boolean } = {}): this {
    this.rectangle(30, 30, 2418, 1554).rectangle(2180, 30, 2418, 1554);
    this.rectangle(2180, 30, 2418, 170).rectangle(2180, 170, 2418, 400);
    this.text({ x: 2190, y: 1500 }, "ACME ARCHITECTS", 18).text(
      { x: 2190, y: 1200 },
      "LAKESIDE MIDDLE SCHOOL",
      14,
    );
    if (options.captions) {
      this.text({ x: 2186, y: 385 }, "SHEET TITLE", 7).text({ x: 2186, y: 158 }, "SHEET NO.", 7);
    }
    titleLines.forEach((line, index) => this.text({ x: 2200, y: 350 - 20 * index }, line, 16));
    return this.text({ x: 2200, y: 70 }, number, 40);
  }

  /** Rows of texts, ruled; a cell `<` continues the one to its left. */
  table(topLeft: Point, widths: number[], rows: string[][], rowHeight: number = 20): this {
    const xs = widths.reduce((edges, width) => [...edges, (edges.at(-1) ?? 0) + width], [topLeft.x]);
    const right = xs.at(-1) ?? topLeft.x;
    rows.forEach((row, index) => {
      const top = topLeft.y - index * rowHeight;
      this.line({ x: topLeft.x, y: top }, { x: right, y: top });
      row.forEach((text, column) => {
        const left = xs[column] ?? 0;
        if (text === "<") return;
        this.line({ x: left, y: top }, { x: left, y: top - rowHeight });
        this.text({ x: left + 4, y: top - rowHeight + 6 }, text, 8);
      });
      this.line({ x: right, y: top }, { x: right, y: top - rowHeight });
    });
    const bottom = topLeft.y - rows.length * rowHeight;
    return this.line({ x: topLeft.x, y: bottom }, { x: right, y: bottom });
  }

  /** A façade with a roof and windows; its box is what is drawn. */
  facade({ x, y }: Point, width: number, height: number): this {
    this.rectangle(x, y, x + width, y + height);
    this.line({ x, y: y + height }, { x: x + width / 2, y: y + 1.3 * height });
    this.line({ x: x + width / 2, y: y + 1.3 * height }, { x: x + width, y: y + height });
    for (let window = 0; window < 4; window += 1) {
      const left = x + (width * (2 * window + 1)) / 9;
      this.rectangle(left, y + 0.3 * height, left + width / 9, y + 0.7 * height);
    }
    return this;
  }

  viewTitle({ x, y }: Point, title: string, scale: string = 'SCALE: 1/8" = 1\'-0"'): this {
    return this.text({ x, y }, title, 14).text({ x, y: y - 14 }, scale, 8);
  }
}

export function sheetsPdf(...sheets: PlanWriter[]): Buffer {
  return buildPdf(sheets.map((sheet) => ({ ...sheetSize, content: sheet.content() })));
}

/** A page that is one picture of 1 x 1 pixels. */
export function picturePdf(): Buffer {
  const image = "q 2448 0 0 1584 0 0 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \x80 EI Q";
  return buildPdf([{ ...sheetSize, content: image }]);
}
