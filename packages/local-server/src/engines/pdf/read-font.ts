import { fontStyle, type FontStyle } from "./font-style.js";
import type { OpenPage } from "./open-page.js";

/** The style of a font object. */
export function readFont(opened: OpenPage, font: number): FontStyle {
  const { pdfium, memory } = opened;
  if (font === 0) return { fontName: "", fontFamily: "", bold: false, italic: false, mono: false };
  const baseName = readName(opened, (pointer, size) => pdfium.FPDFFont_GetBaseFontName(font, pointer, size));
  const familyName = readName(opened, (pointer, size) => pdfium.FPDFFont_GetFamilyName(font, pointer, size));
  const italicAngle = pdfium.FPDFFont_GetItalicAngle(font, memory.slot(0)) ? memory.int(0) : 0;
  return fontStyle({
    baseName,
    familyName,
    flags: Math.max(0, pdfium.FPDFFont_GetFlags(font)),
    weight: pdfium.FPDFFont_GetWeight(font),
    italicAngle,
  });
}

function readName({ memory }: OpenPage, read: (pointer: number, size: number) => number): string {
  const sizeBytes = read(0, 0);
  if (sizeBytes <= 1) return "";
  const pointer = memory.allocate(sizeBytes);
  read(pointer, sizeBytes);
  const name = Buffer.from(memory.bytes().slice(pointer, pointer + sizeBytes - 1)).toString("utf8");
  memory.free(pointer);
  return name;
}
