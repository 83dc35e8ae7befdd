/** How many bytes from the start of a file `detectFormat` likes to see; fewer are enough for most formats. */
export const detectFormatHeadBytes: number = 4096;

/**
 * The format token of a document, told from its first bytes alone: a name or a declared type is never trusted.
 * `undefined` for anything unknown. There is one token a format (`jpg`, `tiff`), whatever an API calls it.
 */
export function detectFormat(head: Uint8Array): string | undefined {
  return signatureFormat(head) ?? isoMediaFormat(head) ?? zipFormat(head) ?? looseFormat(head);
}

function signatureFormat(head: Uint8Array): string | undefined {
  for (const [format, offset, signature] of signatures) {
    if (startsWith(head, offset, signature)) return format;
  }
  if (ascii(head, 0, 4) === "RIFF" && ascii(head, 8, 12) === "WEBP") return "webp";
  if (isBmp(head)) return "bmp";
  return undefined;
}

const signatures: readonly (readonly [format: string, offset: number, signature: readonly number[]])[] = [
  ["png", 0, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]],
  ["jpg", 0, [0xff, 0xd8, 0xff]],
  ["tiff", 0, [0x49, 0x49, 0x2a, 0x00]],
  ["tiff", 0, [0x4d, 0x4d, 0x00, 0x2a]],
  ["tiff", 0, [0x49, 0x49, 0x2b, 0x00]],
  ["tiff", 0, [0x4d, 0x4d, 0x00, 0x2b]],
  ["gif", 0, [0x47, 0x49, 0x46, 0x38, 0x37, 0x61]],
  ["gif", 0, [0x47, 0x49, 0x46, 0x38, 0x39, 0x61]],
];

/** "BM" alone starts plenty of texts, so the size of the second header is looked at as well. */
function isBmp(head: Uint8Array): boolean {
  return ascii(head, 0, 2) === "BM" && bmpHeaderSizes.has(uint32(head, 14));
}

const bmpHeaderSizes: ReadonlySet<number> = new Set([12, 16, 40, 52, 56, 64, 108, 124]);

/** AVIF and HEIC are ISO base media files that differ by the brands of their `ftyp` box. */
function isoMediaFormat(head: Uint8Array): string | undefined {
  if (ascii(head, 4, 8) !== "ftyp") return undefined;
  const boxSize = Math.min(head[2] === undefined ? 0 : (head[2] << 8) | (head[3] ?? 0), head.length, 256);
  const brands = [ascii(head, 8, 12)];
  for (let at = 16; at + 4 <= boxSize; at += 4) brands.push(ascii(head, at, at + 4));
  if (brands.some((brand) => brand === "avif" || brand === "avis")) return "avif";
  if (brands.some((brand) => /^(hei[cxms]|hev[cx])$/.test(brand))) return "heic";
  return undefined;
}

/** Office files are ZIP archives that differ by the folders in them. */
function zipFormat(head: Uint8Array): string | undefined {
  if (startsWith(head, 0, [0x50, 0x4b, 0x05, 0x06])) return "zip";
  if (!startsWith(head, 0, localFileHeader)) return undefined;
  for (let at = 0; at + 30 <= head.length; at++) {
    if (!startsWith(head, at, localFileHeader)) continue;
    const nameLength = (head[at + 26] ?? 0) | ((head[at + 27] ?? 0) << 8);
    const extraLength = (head[at + 28] ?? 0) | ((head[at + 29] ?? 0) << 8);
    const name = ascii(head, at + 30, at + 30 + nameLength);
    if (name === "mimetype") {
      const dataStart = at + 30 + nameLength + extraLength;
      return mimetypeFormat(ascii(head, dataStart, dataStart + 80)) ?? "zip";
    }
    const format = officeFolders.find(([folder]) => name.startsWith(folder))?.[1];
    if (format) return format;
  }
  return "zip";
}

const localFileHeader: readonly number[] = [0x50, 0x4b, 0x03, 0x04];

const officeFolders: readonly (readonly [folder: string, format: string])[] = [
  ["word/", "docx"],
  ["xl/", "xlsx"],
  ["ppt/", "pptx"],
];

function mimetypeFormat(mimetype: string): string | undefined {
  if (mimetype.startsWith("application/epub+zip")) return "epub";
  if (mimetype.startsWith("application/vnd.oasis.opendocument.text")) return "odt";
  if (mimetype.startsWith("application/vnd.oasis.opendocument.spreadsheet")) return "ods";
  if (mimetype.startsWith("application/vnd.oasis.opendocument.presentation")) return "odp";
  return undefined;
}

/** A PDF may start with a little rubbish: readers look for its mark in the first 1024 bytes. */
function looseFormat(head: Uint8Array): string | undefined {
  return ascii(head, 0, 1024).includes("%PDF-") ? "pdf" : undefined;
}

function startsWith(head: Uint8Array, offset: number, signature: readonly number[]): boolean {
  return signature.every((byte, index) => head[offset + index] === byte);
}

function ascii(head: Uint8Array, start: number, end: number): string {
  let text = "";
  for (let at = start; at < Math.min(end, head.length); at++) text += String.fromCharCode(head[at] ?? 0);
  return text;
}

function uint32(head: Uint8Array, at: number): number {
  if (at + 4 > head.length) return -1;
  return new DataView(head.buffer, head.byteOffset, head.byteLength).getUint32(at, true);
}
