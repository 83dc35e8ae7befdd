/** Formats whose first bytes say with certainty what they are. */
export type SniffedFormat =
  | "pdf"
  | "png"
  | "jpeg"
  | "gif"
  | "webp"
  | "tiff"
  | "bmp"
  | "avif"
  | "heic"
  | "zip"
  | "gzip"
  | "7z"
  | "rar"
  | "cfb"
  | "rtf"
  | "mp3"
  | "wav"
  | "flac"
  | "ogg"
  | "mp4"
  | "matroska"
  | "woff"
  | "woff2"
  | "html";

/** Enough bytes for every signature; a PDF header may stand anywhere in the first 1024. */
export const SNIFF_BYTES = 1024;

/** Names a document's format from its first bytes, or `undefined` where they do not say. */
export function sniffFormat(head: Uint8Array): SniffedFormat | undefined {
  const text = Buffer.from(head.buffer, head.byteOffset, Math.min(head.byteLength, SNIFF_BYTES)).toString(
    "latin1",
  );
  for (const [format, matches] of SIGNATURES) {
    if (matches(text)) return format;
  }
  return undefined;
}

const starts = (prefix: string) => (text: string) => text.startsWith(prefix);
const brand =
  (...brands: string[]) =>
  (text: string) =>
    text.slice(4, 8) === "ftyp" && brands.includes(text.slice(8, 12));

const SIGNATURES: readonly (readonly [SniffedFormat, (text: string) => boolean])[] = [
  ["png", starts("\x89PNG\r\n\x1a\n")],
  ["jpeg", starts("\xff\xd8\xff")],
  ["gif", (text) => /^GIF8[79]a/u.test(text)],
  ["webp", (text) => text.startsWith("RIFF") && text.slice(8, 12) === "WEBP"],
  ["wav", (text) => text.startsWith("RIFF") && text.slice(8, 12) === "WAVE"],
  ["tiff", (text) => /^(?:II[*+]\0|MM\0[*+])/u.test(text)],
  ["bmp", (text) => text.startsWith("BM") && text.slice(6, 10) === "\0\0\0\0"],
  ["avif", brand("avif", "avis")],
  ["heic", brand("heic", "heix", "hevc", "mif1", "msf1")],
  ["mp4", (text) => text.slice(4, 8) === "ftyp"],
  ["zip", (text) => /^PK(?:\x03\x04|\x05\x06)/u.test(text)],
  ["gzip", starts("\x1f\x8b")],
  ["7z", starts("7z\xbc\xaf\x27\x1c")],
  ["rar", starts("Rar!\x1a\x07")],
  ["cfb", starts("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")],
  ["rtf", starts("{\\rtf")],
  ["flac", starts("fLaC")],
  ["ogg", starts("OggS")],
  ["mp3", (text) => text.startsWith("ID3") || /^\xff[\xfb\xf3\xf2]/u.test(text)],
  ["matroska", starts("\x1a\x45\xdf\xa3")],
  ["woff", starts("wOFF")],
  ["woff2", starts("wOF2")],
  ["pdf", (text) => text.includes("%PDF-")],
  ["html", (text) => /^(?:\xef\xbb\xbf)?\s*<(?:!doctype html|html)/iu.test(text)],
];
