import { imageConversions } from "./engines/image/image-conversions.js";

/** One engine of this server: what it is for and what it can do. */
export interface EngineEntry {
  /** Stable id; `engine-loaders.ts` has its code. */
  id: string;
  /** The API and job kind that offer it. */
  api: "castdoc" | "renderocr" | "convert-fast" | "anchorgrid";
  kind: string;
  displayName: string;
  description: string;
  /** Format tokens of `detectFormat`, whatever an API calls them. `to` is empty where the result is data. */
  conversions: readonly Conversion[];
  /** Language codes (ISO 639-2), where the engine reads text. */
  languages?: readonly Language[];
}

export interface Conversion {
  from: string;
  to: string;
}

export interface Language {
  code: string;
  displayName: string;
}

const officeFormats = ["docx", "xlsx", "pptx"] as const;
const scanFormats = ["pdf", "tiff", "jpg", "png", "bmp"] as const;

/** The single source for what this server offers, and for what it refuses. */
export const engineTable: readonly EngineEntry[] = [
  {
    id: "ki/cast",
    api: "castdoc",
    kind: "convert",
    displayName: "KI Cast",
    description: "Digital-born PDF to Word, Excel and PowerPoint.",
    conversions: pairs(["pdf"], officeFormats),
  },
  {
    id: "ki/ocr",
    api: "renderocr",
    kind: "ocr",
    displayName: "KI OCR",
    description: "Scans and photographed pages to Word, Excel and PowerPoint.",
    conversions: pairs(scanFormats, officeFormats),
    languages: [{ code: "eng", displayName: "English" }],
  },
  {
    id: "image",
    api: "convert-fast",
    kind: "convert",
    displayName: "Images",
    description: "Picture formats into each other.",
    conversions: imagePairs("image"),
  },
  {
    id: "pdf-to-image",
    api: "convert-fast",
    kind: "convert",
    displayName: "PDF pages",
    description: "The pages of a PDF as pictures.",
    conversions: imagePairs("pdf-to-image"),
  },
  {
    id: "toc-parser",
    api: "anchorgrid",
    kind: "toc-parser",
    displayName: "TOC parser",
    description: "Divisions and sections of a specification manual.",
    conversions: pairs(["pdf"], [""]),
  },
  {
    id: "content-extractor",
    api: "anchorgrid",
    kind: "content-extractor",
    displayName: "Content extractor",
    description: "The text of a manual's sections.",
    conversions: pairs(["pdf"], [""]),
  },
  {
    id: "door-detector",
    api: "anchorgrid",
    kind: "door-detector",
    displayName: "Door detector",
    description: "Hinged doors in vector floor plans.",
    conversions: pairs(["pdf"], [""]),
  },
  {
    id: "elevation-detector",
    api: "anchorgrid",
    kind: "elevation-detector",
    displayName: "Elevation detector",
    description: "Titled elevations in vector drawings.",
    conversions: pairs(["pdf"], [""]),
  },
  {
    id: "schedule-extractor",
    api: "anchorgrid",
    kind: "schedule-extractor",
    displayName: "Schedule extractor",
    description: "Ruled tables of vector drawings that are titled as schedules.",
    conversions: pairs(["pdf"], [""]),
  },
  {
    id: "page-classifier",
    api: "anchorgrid",
    kind: "page-classifier",
    displayName: "Page classifier",
    description: "Number, title, trade and kind of each sheet, by its title block.",
    conversions: pairs(["pdf"], [""]),
  },
];

/** The engine of an API and kind that does a conversion. */
export function findEngine(wanted: {
  api: EngineEntry["api"];
  kind: string;
  from: string;
  to: string;
}): EngineEntry | undefined {
  return engineTable.find(
    (engine) =>
      engine.api === wanted.api &&
      engine.kind === wanted.kind &&
      engine.conversions.some(({ from, to }) => from === wanted.from && to === wanted.to),
  );
}

/** All engines of an API. */
export function enginesOf(api: EngineEntry["api"]): readonly EngineEntry[] {
  return engineTable.filter((engine) => engine.api === api);
}

function pairs(from: readonly string[], to: readonly string[]): Conversion[] {
  return from.flatMap((source) => to.map((target) => ({ from: source, to: target })));
}

function imagePairs(engine: "image" | "pdf-to-image"): Conversion[] {
  return imageConversions
    .filter((conversion) => conversion.engine === engine)
    .map(({ from, to }) => ({ from, to }));
}
