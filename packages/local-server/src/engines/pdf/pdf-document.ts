/**
 * A PDF as the engines see it. Coordinates are PDF points with the origin at the bottom left of the page as it is
 * displayed: crop box and page rotation are already applied.
 */
export interface PdfDocument {
  readonly pageCount: number;
  /**
   * Opens a page, 0-based, turned further by quarter turns clockwise where asked. Close it when done: pages are native
   * memory.
   */
  page(index: number, quarterTurns?: number): PdfPage;
  close(): void;
}

export interface PdfPage {
  readonly index: number;
  readonly widthPt: number;
  readonly heightPt: number;
  /** The page's visible characters in content order. */
  chars(): PdfChar[];
  /** The page's paths, form objects flattened, stroked or filled ones only. */
  paths(): PdfPath[];
  /** The page's images, form objects flattened. */
  images(): PdfImage[];
  /** The page's links to web addresses. */
  links(): PdfLink[];
  /**
   * Renders the page, or a box of it, to packed 8-bit RGB; throws `EngineError` `too-large` over `maxPixels` (default
   * 40 million).
   */
  render(options: RenderOptions): PdfBitmap;
  close(): void;
}

export interface RenderOptions {
  dpi: number;
  maxPixels?: number;
  /** The part of the page to render, in points. Default: all of it. */
  box?: { left: number; right: number; bottom: number; top: number };
}

export interface PdfChar {
  /** One code point; ligatures are expanded where the PDF says so. */
  text: string;
  /** True for a space or line break that the reader added between words. */
  generated: boolean;
  /** Baseline origin. */
  originX: number;
  originY: number;
  /** Loose box: advance width by font ascent and descent. */
  left: number;
  right: number;
  bottom: number;
  top: number;
  /** Size on the page in points, text matrix applied. */
  fontSizePt: number;
  /** PostScript name without the subset's tag. */
  fontName: string;
  /** Family name from the embedded font, empty where it has none. */
  fontFamily?: string;
  bold: boolean;
  italic: boolean;
  /** Fixed pitch. */
  mono: boolean;
  /** Neither filled nor stroked, as the text that OCR lays under a scan. */
  invisible?: boolean;
  /** `rrggbb`. */
  color: string;
  /** Baseline angle in degrees, counter-clockwise. */
  angle: number;
}

export interface PdfPath {
  /** Sub-paths flattened into segments, transformed to page space. */
  segments: PdfSegment[];
  stroked: boolean;
  filled: boolean;
  /** Stroke width in points on the page. */
  widthPt: number;
  strokeColor: string;
  fillColor: string;
}

export type PdfSegment =
  | { kind: "line"; x1: number; y1: number; x2: number; y2: number }
  | {
      kind: "curve";
      x1: number;
      y1: number;
      cx1: number;
      cy1: number;
      cx2: number;
      cy2: number;
      x2: number;
      y2: number;
    };

export interface PdfImage {
  left: number;
  right: number;
  bottom: number;
  top: number;
  /** Decodes the image with its mask as packed 8-bit RGBA, at its own resolution. */
  bitmap(): PdfBitmap;
}

export interface PdfLink {
  left: number;
  right: number;
  bottom: number;
  top: number;
  /** `http`, `https`, `ftp` or `mailto`. */
  url: string;
}

export interface PdfBitmap {
  width: number;
  height: number;
  channels: 3 | 4;
  data: Uint8Array;
}
