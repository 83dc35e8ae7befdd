import { buildPdf } from "./pdf-builder.js";

/** One row of text: from the left margin, or cells at their own places, or centred. */
export interface ManualRow {
  /** Text and the place where it begins, in points from the left. */
  cells: { text: string; x: number }[];
  /** Distance to the row before, in points. */
  step?: number;
  bold?: boolean;
  size?: number;
}

export interface ManualPage {
  rows: ManualRow[];
  header?: string;
  footer?: string;
}

const width = 612;
const height = 792;
/** Helvetica's average, near enough to centre a title. */
const widthOfSize = 0.6;

/** A row from the left margin. */
export function row(text: string, options: Omit<ManualRow, "cells"> = {}): ManualRow {
  return { cells: [{ text, x: 72 }], ...options };
}

export function centred(text: string, options: Omit<ManualRow, "cells"> = {}): ManualRow {
  const size = options.size ?? 10;
  return { cells: [{ text, x: (width - text.length * size * widthOfSize) / 2 }], bold: true, ...options };
}

/** A row of a table: one cell in each column, an empty one left out. */
export function columns(...texts: string[]): ManualRow {
  const places = [72, 150, 480, 530];
  return {
    cells: texts.map((text, index) => ({ text, x: places[index] ?? 72 })).filter(({ text }) => text !== ""),
  };
}

/** Writes manuals as PDF, text only. */
export function manualPdf(pages: ManualPage[]): Buffer {
  return buildPdf(pages.map((page) => ({ width, height, content: content(page) })));
}

/** A section in the three-part format; each paragraph names its section, so that a wrong cut shows. */
export function sectionPages(
  code: string,
  title: string,
  options: { header?: string; end?: boolean } = {},
): ManualPage[] {
  const { header = "Lakeside Middle School", end = true } = options;
  const paragraph = (place: string): ManualRow[] => [
    row(`A. Text ${place} of ${code}: provide materials as indicated and coordinate with`, { step: 18 }),
    row("Section 01 33 00 Submittal Procedures and other sections of this manual."),
  ];
  const first = [
    centred(`SECTION ${code}`),
    centred(title),
    row("PART 1 - GENERAL", { step: 24, bold: true }),
    row("1.1 SUMMARY", { step: 18 }),
    ...paragraph("one"),
    row("1.2 SUBMITTALS", { step: 18 }),
    ...paragraph("two"),
  ];
  const second = [
    row("PART 2 - PRODUCTS", { step: 24, bold: true }),
    row("2.1 MATERIALS", { step: 18 }),
    ...paragraph("three"),
    ...(end ? [centred("END OF SECTION", { step: 24 })] : []),
  ];
  return [first, second].map((rows, index) => ({
    rows,
    header,
    footer: `${title}   ${code} - ${index + 1}`,
  }));
}

function content({ rows, header, footer }: ManualPage): string {
  const lines: string[] = [];
  if (header) lines.push(text(header, 72, 752, 9));
  let y = 720;
  rows.forEach(({ cells, step = 13, bold = false, size = 10 }, index) => {
    if (index > 0) y -= step;
    for (const cell of cells) lines.push(text(cell.text, cell.x, y, size, bold));
  });
  if (footer) lines.push(text(footer, 72, 40, 9));
  return lines.join("\n");
}

function text(value: string, x: number, y: number, size: number, bold: boolean = false): string {
  const escaped = value.replaceAll(/[\\()]/g, (char) => `\\${char}`);
  return `BT /${bold ? "F2" : "F1"} ${size} Tf ${x} ${y} Td (${escaped}) Tj ET`;
}
