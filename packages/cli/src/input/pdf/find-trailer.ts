import type { RandomAccessFile } from "../random-access-file.js";
import { SNIFF_BYTES } from "../sniff-format.js";
import type { PdfDictionary } from "./pdf-value.js";
import { readPdfDictionary } from "./read-pdf-value.js";
import { windowsFromEnd } from "./windows-from-end.js";

/** Longer is no trailer that is worth to be understood. */
const DICTIONARY_BYTES = 64 * 1024;
const TABLE_BYTES = 1024 * 1024;

/**
 * The newest trailer dictionary: the one behind the cross-reference table that the last `startxref` names, or that of
 * the cross-reference stream there (ISO 32000-1 7.5.5, 7.5.8). `undefined` where it is not where it should be.
 */
export async function findTrailer(file: RandomAccessFile): Promise<PdfDictionary | undefined> {
  const offset = await lastStartxref(file);
  if (offset === undefined) return undefined;
  // Offsets count from the header, which some readers allow to have junk before it; writers disagree.
  const header = Math.max(0, (await file.read(0, SNIFF_BYTES)).indexOf("%PDF-"));
  return (await trailerAt(file, offset)) ?? (header > 0 ? trailerAt(file, offset + header) : undefined);
}

async function lastStartxref(file: RandomAccessFile): Promise<number | undefined> {
  for await (const { text } of windowsFromEnd(file)) {
    const at = text.lastIndexOf("startxref");
    if (at < 0) continue;
    const digits = /^startxref[\s\0]+(\d{1,15})/u.exec(text.slice(at, at + 64))?.[1];
    return digits === undefined ? undefined : Number(digits);
  }
  return undefined;
}

async function trailerAt(file: RandomAccessFile, offset: number): Promise<PdfDictionary | undefined> {
  const text = await textAt(file, offset);
  const stream = /^[\s\0]*\d+[\s\0]+\d+[\s\0]+obj/u.exec(text);
  if (stream) return readPdfDictionary(text, stream[0].length);
  if (!/^[\s\0]*xref/u.test(text)) return undefined;
  for (let at = offset; at < file.sizeBytes; at += TABLE_BYTES) {
    const table = await file.read(at, TABLE_BYTES + KEYWORD.length);
    const keyword = table.indexOf(KEYWORD);
    if (keyword >= 0) return readPdfDictionary(await textAt(file, at + keyword + KEYWORD.length), 0);
  }
  return undefined;
}

async function textAt(file: RandomAccessFile, offset: number): Promise<string> {
  return (await file.read(offset, DICTIONARY_BYTES)).toString("latin1");
}

const KEYWORD = "trailer";
