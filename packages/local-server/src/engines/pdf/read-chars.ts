import { applyX, applyY, concat, mapBox, type Box, type Matrix } from "./matrix.js";
import type { FontStyle } from "./font-style.js";
import type { OpenPage } from "./open-page.js";
import type { PdfChar } from "./pdf-document.js";
import { markFixedPitch } from "./mark-fixed-pitch.js";
import { readFont } from "./read-font.js";
import { shareGlyphs } from "./share-glyphs.js";

/** What all characters of one text object have in common. */
interface TextStyle extends FontStyle {
  fontSizePt: number;
  invisible: boolean;
  angle: number;
  color: string;
}

interface Reader extends OpenPage {
  text: number;
  fonts: Map<number, FontStyle>;
  styles: Map<number, TextStyle>;
}

const fillThenStroke = 2;
const neither = 3;

/** The page's characters in content order, those wholly off the page left out. */
export function readChars(opened: OpenPage): PdfChar[] {
  const text = opened.pdfium.FPDFText_LoadPage(opened.page);
  if (text === 0) return [];
  try {
    const chars = shareGlyphs(readAll({ ...opened, text, fonts: new Map(), styles: new Map() }));
    markFixedPitch(chars);
    return chars;
  } finally {
    opened.pdfium.FPDFText_ClosePage(text);
  }
}

function readAll(reader: Reader): PdfChar[] {
  const { pdfium, text } = reader;
  const chars: PdfChar[] = [];
  const count = pdfium.FPDFText_CountChars(text);
  for (let index = 0; index < count; index += 1) {
    const { value, length } = readText(reader, index);
    const previous = chars.at(-1);
    if (pdfium.FPDFText_IsGenerated(text, index) === 1) {
      if (previous) chars.push(generatedChar(previous, value));
      continue;
    }
    if (value !== "") {
      const char = readChar(reader, index, value);
      if (isOnPage(char, reader)) chars.push(char);
    }
    index += length - 1;
  }
  return chars;
}

/** The character as text, with the number of places it takes: two for a surrogate pair. */
function readText({ pdfium, text }: Reader, index: number): { value: string; length: number } {
  const unicode = pdfium.FPDFText_GetUnicode(text, index);
  // PDFium's marks for a hyphen at a line's end.
  if (unicode === 0x02 || unicode === 0xfffe) return { value: "-", length: 1 };
  if (unicode >= 0xd800 && unicode <= 0xdbff) {
    const low = pdfium.FPDFText_GetUnicode(text, index + 1);
    if (low >= 0xdc00 && low <= 0xdfff) return { value: String.fromCharCode(unicode, low), length: 2 };
    return { value: "\ufffd", length: 1 };
  }
  if (unicode === 0 || (unicode >= 0xdc00 && unicode <= 0xdfff) || unicode > 0x10ffff)
    return { value: "", length: 1 };
  return { value: String.fromCodePoint(unicode), length: 1 };
}

function generatedChar(previous: PdfChar, text: string): PdfChar {
  return { ...previous, text, generated: true, left: previous.right, originX: previous.right };
}

function readChar(reader: Reader, index: number, value: string): PdfChar {
  const { pdfium, memory, text, toDisplay } = reader;
  const style = readStyle(reader, index);
  pdfium.FPDFText_GetCharOrigin(text, index, memory.slot(0), memory.slot(1));
  const x = memory.double(0);
  const y = memory.double(1);
  const originX = applyX(toDisplay, x, y);
  const originY = applyY(toDisplay, x, y);
  const box = isLevel(style.angle)
    ? looseBox(reader, index, originY, style)
    : turnedBox(mapBox(toDisplay, tightBox(reader, index)), originX, originY, style);
  return { text: value, generated: false, originX, originY, ...box, ...style };
}

function isLevel(angle: number): boolean {
  return Math.abs(angle) < 0.5;
}

/** PDFium's loose box takes its height from the horizontal scale, so only its width and proportions are used. */
function looseBox(reader: Reader, index: number, originY: number, { fontSizePt }: TextStyle): Box {
  const { pdfium, memory, text, toDisplay } = reader;
  pdfium.FPDFText_GetLooseCharBox(text, index, memory.slot(0));
  const [left = 0, top = 0, right = 0, bottom = 0] = memory.floats(0, 4);
  const box = mapBox(toDisplay, { left, right, bottom, top });
  const height = box.top - box.bottom;
  const below = height > 0 ? Math.min(0.5, Math.max(0.05, (originY - box.bottom) / height)) : 0.2;
  return { ...box, bottom: originY - below * fontSizePt, top: originY + (1 - below) * fontSizePt };
}

function tightBox({ pdfium, memory, text }: Reader, index: number): Box {
  pdfium.FPDFText_GetCharBox(text, index, memory.slot(0), memory.slot(1), memory.slot(2), memory.slot(3));
  return { left: memory.double(0), right: memory.double(1), bottom: memory.double(2), top: memory.double(3) };
}

/** The upright box around a turned character: from its origin along its baseline as far as its ink goes. */
function turnedBox(ink: Box, originX: number, originY: number, { angle, fontSizePt }: TextStyle): Box {
  const cos = Math.cos((angle * Math.PI) / 180);
  const sin = Math.sin((angle * Math.PI) / 180);
  const along = [ink.left, ink.right].flatMap((x) =>
    [ink.bottom, ink.top].map((y) => (x - originX) * cos + (y - originY) * sin),
  );
  const advance = Math.max(0, Math.min(fontSizePt * 1.2, Math.max(...along)));
  const turn: Matrix = { a: cos, b: sin, c: -sin, d: cos, e: originX, f: originY };
  return mapBox(turn, { left: 0, right: advance, bottom: -0.2 * fontSizePt, top: 0.8 * fontSizePt });
}

function readStyle(reader: Reader, index: number): TextStyle {
  const { pdfium, text, styles } = reader;
  const object = pdfium.FPDFText_GetTextObject(text, index);
  const known = styles.get(object);
  if (known && object !== 0) return known;
  const font = object === 0 ? 0 : pdfium.FPDFTextObj_GetFont(object);
  const fontFacts = reader.fonts.get(font) ?? readFont(reader, font);
  reader.fonts.set(font, fontFacts);
  const matrix = readMatrix(reader, index);
  const across = Math.hypot(matrix.a, matrix.b);
  const up = Math.hypot(matrix.c, matrix.d);
  const shear = across * up === 0 ? 0 : (matrix.a * matrix.c + matrix.b * matrix.d) / (across * up);
  const renderMode = object === 0 ? 0 : pdfium.FPDFTextObj_GetTextRenderMode(object);
  const style: TextStyle = {
    ...fontFacts,
    bold: fontFacts.bold || renderMode === fillThenStroke,
    italic: fontFacts.italic || Math.abs(shear) > 0.15,
    fontSizePt: pdfium.FPDFText_GetFontSize(text, index) * up || 1,
    angle: (Math.atan2(matrix.b, matrix.a) * 180) / Math.PI,
    color: readColor(reader, index),
    invisible: renderMode === neither,
  };
  styles.set(object, style);
  return style;
}

function readMatrix({ pdfium, memory, text, toDisplay }: Reader, index: number): Matrix {
  if (!pdfium.FPDFText_GetMatrix(text, index, memory.slot(0))) return { a: 1, b: 0, c: 0, d: 1, e: 0, f: 0 };
  const [a = 1, b = 0, c = 0, d = 1, e = 0, f = 0] = memory.floats(0, 6);
  return concat({ a, b, c, d, e, f }, toDisplay);
}

function readColor({ pdfium, memory, text }: Reader, index: number): string {
  const slots = [memory.slot(0), memory.slot(1), memory.slot(2), memory.slot(3)] as const;
  if (!pdfium.FPDFText_GetFillColor(text, index, ...slots)) return "000000";
  return [0, 1, 2].map((slot) => (memory.uint(slot) & 255).toString(16).padStart(2, "0")).join("");
}

function isOnPage(char: PdfChar, { widthPt, heightPt }: Reader): boolean {
  return char.right >= 0 && char.left <= widthPt && char.top >= 0 && char.bottom <= heightPt;
}
