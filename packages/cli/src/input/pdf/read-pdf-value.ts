import type { PdfDictionary, PdfValue } from "./pdf-value.js";

/** Deeper nesting is no trailer, but an attempt on the stack. */
const MOST_LEVELS = 32;

/** Reads the dictionary that begins at `start`; `undefined` where there is none, or where it is not whole. */
export function readPdfDictionary(text: string, start: number): PdfDictionary | undefined {
  const value = readValue({ text, at: start }, MOST_LEVELS);
  return typeof value === "object" && value?.type === "dictionary" ? value : undefined;
}

/** Where reading has come to in a text with one character per byte. */
interface Cursor {
  text: string;
  at: number;
}

/** `undefined`: not understood. */
function readValue(cursor: Cursor, levels: number): PdfValue | undefined {
  if (levels === 0) return undefined;
  skipSpace(cursor);
  if (take(cursor, /<</uy)) return readDictionary(cursor, levels);
  if (take(cursor, /\[/uy)) return readArray(cursor, levels);
  if (take(cursor, /\(/uy)) return readLiteral(cursor);
  const hex = take(cursor, /<([\dA-Fa-f\s\0]*)>/uy);
  if (hex) return { type: "string", bytes: fromHex(hex[1] ?? "") };
  const name = readName(cursor);
  if (name !== undefined) return { type: "name", name };
  const reference = take(cursor, /(\d{1,10})[\s\0]+(\d{1,5})[\s\0]+R\b/uy);
  if (reference) {
    return { type: "reference", number: Number(reference[1]), generation: Number(reference[2]) };
  }
  const number = take(cursor, /[+-]?(?:\d+\.?\d*|\.\d+)/uy);
  if (number) return Number(number[0]);
  const keyword = take(cursor, /true|false|null/uy);
  if (keyword) return keyword[0] === "null" ? null : keyword[0] === "true";
  return undefined;
}

function readDictionary(cursor: Cursor, levels: number): PdfDictionary | undefined {
  const entries = new Map<string, PdfValue>();
  for (;;) {
    skipSpace(cursor);
    if (take(cursor, />>/uy)) return { type: "dictionary", entries };
    const key = readName(cursor);
    const value = key === undefined ? undefined : readValue(cursor, levels - 1);
    if (key === undefined || value === undefined) return undefined;
    entries.set(key, value);
  }
}

function readArray(cursor: Cursor, levels: number): PdfValue | undefined {
  const items: PdfValue[] = [];
  for (;;) {
    skipSpace(cursor);
    if (take(cursor, /\]/uy)) return { type: "array", items };
    const item = readValue(cursor, levels - 1);
    if (item === undefined) return undefined;
    items.push(item);
  }
}

function readName(cursor: Cursor): string | undefined {
  const name = take(cursor, /\/([^\s\0()<>[\]{}/%]*)/uy)?.[1];
  return name?.replace(/#([\dA-Fa-f]{2})/gu, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
}

/** A string in parentheses, which may hold more of them in pairs (7.3.4.2). */
function readLiteral(cursor: Cursor): PdfValue | undefined {
  const parts: string[] = [];
  for (let open = 1; open > 0;) {
    const piece = take(cursor, /\\(?:[0-7]{1,3}|\r\n|[^])|\r\n?|[()]|[^\\()\r]+/uy)?.[0];
    if (piece === undefined) return undefined;
    if (piece === "(") open += 1;
    if (piece === ")") open -= 1;
    if (open > 0) parts.push(unescaped(piece));
  }
  return { type: "string", bytes: Buffer.from(parts.join(""), "latin1") };
}

function unescaped(piece: string): string {
  if (piece === "\r" || piece === "\r\n") return "\n";
  if (!piece.startsWith("\\")) return piece;
  const escaped = piece.slice(1);
  if (/^[0-7]/u.test(escaped)) return String.fromCharCode(Number.parseInt(escaped, 8) & 0xff);
  return ESCAPES[escaped] ?? escaped;
}

const ESCAPES: Readonly<Record<string, string>> = {
  n: "\n",
  r: "\r",
  t: "\t",
  b: "\b",
  f: "\f",
  "\n": "",
  "\r": "",
  "\r\n": "",
};

function fromHex(digits: string): Buffer {
  const even = digits.replace(/[\s\0]/gu, "");
  return Buffer.from(even.length % 2 === 0 ? even : `${even}0`, "hex");
}

function skipSpace(cursor: Cursor): void {
  take(cursor, /(?:[\s\0]|%[^\r\n]*)*/uy);
}

/** Takes what a sticky pattern matches here. */
function take(cursor: Cursor, pattern: RegExp): RegExpExecArray | null {
  pattern.lastIndex = cursor.at;
  const match = pattern.exec(cursor.text);
  if (match) cursor.at = pattern.lastIndex;
  return match;
}
