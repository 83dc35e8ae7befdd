import type { RandomAccessFile } from "../random-access-file.js";
import { findTrailer } from "./find-trailer.js";
import { asString, nameIn, type PdfDictionary } from "./pdf-value.js";
import { readPdfDictionary } from "./read-pdf-value.js";
import { windowsFromEnd } from "./windows-from-end.js";

export interface Encryption {
  dictionary: PdfDictionary;
  /** First part of the file identifier, which the key is made from; empty where there is none. */
  fileId: Buffer;
}

/** Longer than any encryption dictionary of the standard handler. */
const DICTIONARY_BYTES = 64 * 1024;

/** The document's encryption dictionary (ISO 32000-1 7.6.1); `undefined` for a plain one, or where it is not found. */
export async function findEncryption(file: RandomAccessFile): Promise<Encryption | undefined> {
  const trailer = await findTrailer(file);
  const entry = trailer?.entries.get("Encrypt");
  if (typeof entry !== "object" || entry === null) return undefined;
  const dictionary = entry.type === "reference" ? await findObject(file, entry) : entry;
  if (dictionary?.type !== "dictionary") return undefined;
  const ids = trailer?.entries.get("ID");
  const first = typeof ids === "object" && ids?.type === "array" ? asString(ids.items[0]) : undefined;
  return { dictionary, fileId: first ?? Buffer.alloc(0) };
}

/** It is never in an object stream, so that its newest version can be found by its head. */
async function findObject(
  file: RandomAccessFile,
  { number, generation }: { number: number; generation: number },
): Promise<PdfDictionary | undefined> {
  const head = new RegExp(`(?<!\\d)0*${number}[\\s\\0]+0*${generation}[\\s\\0]+obj`, "gu");
  for await (const { text, start } of windowsFromEnd(file)) {
    for (const { index, 0: match } of [...text.matchAll(head)].reverse()) {
      const body = await file.read(start + index + match.length, DICTIONARY_BYTES);
      const dictionary = readPdfDictionary(body.toString("latin1"), 0);
      if (dictionary && nameIn(dictionary, "Filter") !== undefined) return dictionary;
    }
  }
  return undefined;
}
