import type { PdfChar, PdfDocument, PdfPage } from "../../pdf/pdf-document.js";

/** From this share of its characters on, turned text is what a page is about. */
const mainShare = 0.7;

/** Opens a page so that most of its text is level: a wide table set sideways becomes a page of its own, turned. */
export function openUpright(pdf: PdfDocument, index: number): PdfPage {
  const page = pdf.page(index);
  const quarterTurns = turnsToLevel(page.chars());
  if (quarterTurns === 0) return page;
  page.close();
  return pdf.page(index, quarterTurns);
}

function turnsToLevel(chars: PdfChar[]): number {
  const visible = chars.filter((char) => char.text.trim() !== "");
  for (const turns of [1, 2, 3]) {
    const turned = visible.filter((char) => ((Math.round(char.angle / 90) % 4) + 4) % 4 === turns);
    if (turned.length > mainShare * visible.length) return turns;
  }
  return 0;
}
