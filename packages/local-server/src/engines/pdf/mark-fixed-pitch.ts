import type { PdfChar } from "./pdf-document.js";

const narrowLetter = /^[fijlrtI.,;:!|]$/;
const wideLetter = /^[mwMWOQGD@%]$/;

/** Marks fonts as fixed-pitch whose narrow and wide letters are equally wide: neither name nor flags need say so. */
export function markFixedPitch(chars: PdfChar[]): void {
  const fonts = new Map<string, { least: number; narrow: number; wide: number }>();
  for (const char of chars) {
    if (char.generated || Math.abs(char.angle) > 2) continue;
    const width = (char.right - char.left) / char.fontSizePt;
    const font = fonts.get(char.fontName) ?? { least: Infinity, narrow: 0, wide: Infinity };
    if (narrowLetter.test(char.text)) {
      font.least = Math.min(font.least, width);
      font.narrow = Math.max(font.narrow, width);
    }
    if (wideLetter.test(char.text)) font.wide = Math.min(font.wide, width);
    fonts.set(char.fontName, font);
  }
  const fixed = new Set(
    [...fonts]
      .filter(
        ([, { least, narrow, wide }]) =>
          least > 0.3 && narrow - least < 0.02 && Math.abs(narrow - wide) < 0.02,
      )
      .map(([name]) => name),
  );
  for (const char of chars) if (fixed.has(char.fontName)) char.mono = true;
}
