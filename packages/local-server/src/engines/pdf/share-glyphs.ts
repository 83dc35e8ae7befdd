import type { PdfChar } from "./pdf-document.js";

/** The letters of a ligature all come with the ligature's box; this gives each an equal part of it. */
export function shareGlyphs(chars: PdfChar[]): PdfChar[] {
  const shared: PdfChar[] = [];
  for (let index = 0; index < chars.length;) {
    const first = chars[index];
    if (!first) break;
    let end = index + 1;
    while (isSameGlyph(first, chars[end])) end += 1;
    const parts = end - index;
    for (let part = 0; part < parts; part += 1) {
      const char = chars[index + part];
      if (char) shared.push(parts === 1 ? char : partOf(char, part, parts));
    }
    index = end;
  }
  return shared;
}

function isSameGlyph(first: PdfChar, second: PdfChar | undefined): boolean {
  if (!second || first.generated || second.generated || first.right <= first.left) return false;
  return (
    first.originX === second.originX &&
    first.originY === second.originY &&
    first.right === second.right &&
    first.top === second.top &&
    first.fontName === second.fontName
  );
}

function partOf(char: PdfChar, part: number, parts: number): PdfChar {
  const cos = Math.cos((char.angle * Math.PI) / 180);
  const sin = Math.sin((char.angle * Math.PI) / 180);
  const advance = (char.right - char.left) * Math.abs(cos) + (char.top - char.bottom) * Math.abs(sin);
  const start = (advance * part) / parts;
  if (Math.abs(sin) > 0.01) {
    return { ...char, originX: char.originX + start * cos, originY: char.originY + start * sin };
  }
  const left = char.left + start;
  return { ...char, originX: char.originX + start * cos, left, right: left + advance / parts };
}
