import type { SniffedFormat } from "./sniff-format.js";

/** One spelling for formats that have several, so that `jpg` and `jpeg` are the same thing. */
export function canonicalFormat(token: string): string {
  const lower = token.toLowerCase().replace(/^\./u, "");
  return ALIASES[lower] ?? lower;
}

/** Picks the API's spelling of a format: `jpeg` where it says `jpg`. */
export function spelledAs(token: string, known: readonly string[]): string | undefined {
  if (known.includes(token)) return token;
  const canonical = canonicalFormat(token);
  return known.find((candidate) => canonicalFormat(candidate) === canonical);
}

/** File extension of a name in lower case and without the dot; empty where there is none. */
export function extensionOf(name: string): string {
  return /[^/\\.][^/\\]*\.([A-Za-z0-9]+)$/u.exec(name)?.[1]?.toLowerCase() ?? "";
}

/** The usual file extension of a format token: `jpeg` and `jpg` both end in `jpg`. */
export function extensionFor(token: string): string {
  const canonical = canonicalFormat(token);
  return EXTENSIONS[canonical] ?? canonical;
}

/** True where the first bytes of such a file always say what it is. */
export function isSniffable(token: string): boolean {
  return SNIFFABLE.has(canonicalFormat(token));
}

/** True where bytes of the sniffed kind can be a file of this format: a DOCX is a ZIP. */
export function isContainerOf(sniffed: SniffedFormat, token: string): boolean {
  const canonical = canonicalFormat(token);
  return canonical === sniffed || (CONTAINERS[sniffed]?.includes(canonical) ?? false);
}

const ALIASES: Readonly<Record<string, string>> = {
  jpg: "jpeg",
  jpe: "jpeg",
  jfif: "jpeg",
  tif: "tiff",
  dib: "bmp",
  heif: "heic",
  htm: "html",
  markdown: "md",
  tgz: "gzip",
  gz: "gzip",
};

const EXTENSIONS: Readonly<Record<string, string>> = { jpeg: "jpg", gzip: "gz" };

const SNIFFABLE: ReadonlySet<string> = new Set(["pdf", "png", "jpeg", "gif", "webp", "tiff", "bmp", "avif"]);

const CONTAINERS: Readonly<Partial<Record<SniffedFormat, readonly string[]>>> = {
  zip: [
    "docx",
    "xlsx",
    "pptx",
    "odt",
    "ods",
    "odp",
    "epub",
    "cbz",
    "jar",
    "apk",
    "kmz",
    "pages",
    "numbers",
    "key",
  ],
  cfb: ["doc", "xls", "ppt", "msg", "pub", "vsd"],
  gzip: ["tar", "svgz", "tar.gz"],
  mp4: ["m4a", "m4v", "mov", "m4b", "3gp", "aac", "heic", "avif"],
  heic: ["avif"],
  matroska: ["mkv", "webm", "mka"],
  ogg: ["opus", "oga", "ogv", "spx"],
  tiff: ["dng", "nef", "cr2", "arw", "pef", "raw"],
  html: ["xhtml", "mhtml"],
  rar: ["cbr"],
  "7z": ["cb7"],
  pdf: ["ai"],
};
