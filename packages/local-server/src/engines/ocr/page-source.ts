import { readFile } from "node:fs/promises";
import sharp from "sharp";
import { EngineError } from "../engine-error.js";
import { imageError } from "../image/image-error.js";
import { openImage } from "../image/open-image.js";
import { openPdf } from "../pdf/open-pdf.js";
import type { PdfImage, PdfPage } from "../pdf/pdf-document.js";
import type { GreyImage } from "./grey-image.js";

/** The pages of a document as grey pictures. Close it when done. */
export interface PageSource {
  pageCount: number;
  /** 0-based. Throws `EngineError`. */
  page(index: number): Promise<GreyImage>;
  close(): void;
}

/** Opens a scan. Throws `EngineError`: `empty`, `corrupt`, `encrypted`, `too-large`, `unsupported`. */
export async function openPages(inputPath: string, from: string): Promise<PageSource> {
  if (from === "pdf") return openPdfPages(inputPath);
  if (["png", "jpg", "tiff", "bmp"].includes(from)) return openImagePages(inputPath, from);
  throw new EngineError(
    "unsupported",
    `Text recognition reads PDF, TIFF, JPEG, PNG and BMP, not ${from || "this file"}.`,
  );
}

const drawnDpi = 300;
const maxPdfPagePixels = 30_000_000;

async function openPdfPages(inputPath: string): Promise<PageSource> {
  const document = await openPdf(await readFile(inputPath));
  return {
    pageCount: document.pageCount,
    async page(index) {
      const page = document.page(index);
      try {
        const area = (page.widthPt / 72) * (page.heightPt / 72);
        const dpi = Math.min(scanDpi(page) ?? drawnDpi, Math.floor(Math.sqrt(maxPdfPagePixels / area)) - 1);
        const { width, height, channels, data } = page.render({ dpi, maxPixels: maxPdfPagePixels });
        const grey = await sharp(data, { raw: { width, height, channels } })
          .toColourspace("b-w")
          .raw()
          .toBuffer();
        return { width, height, data: grey, dpi };
      } finally {
        page.close();
      }
    },
    close: () => document.close(),
  };
}

/** The resolution of a page that is one scanned picture: drawn at that, its pixels stay as they are. */
function scanDpi(page: PdfPage): number | undefined {
  const [image, another] = page.images();
  if (!image || another) return undefined;
  const widthPt = image.right - image.left;
  const heightPt = image.top - image.bottom;
  if (widthPt * heightPt < page.widthPt * page.heightPt * 0.8) return undefined;
  const pixels = pixelWidth(image);
  if (pixels === undefined) return undefined;
  const dpi = (pixels * 72) / widthPt;
  return dpi >= 150 && dpi <= 400 ? dpi : undefined;
}

/** A picture that cannot be decoded alone may still be drawn with its page. */
function pixelWidth(image: PdfImage): number | undefined {
  try {
    return image.bitmap().width;
  } catch {
    return undefined;
  }
}

async function openImagePages(inputPath: string, from: string): Promise<PageSource> {
  const image = await openImage(inputPath, from);
  return {
    pageCount: image.pageCount,
    async page(index) {
      try {
        const { data, info } = await image
          .pipeline(index)
          .flatten({ background: "#ffffff" })
          .toColourspace("b-w")
          .raw()
          .toBuffer({ resolveWithObject: true });
        const { width, height } = info;
        return { width, height, data, dpi: plausibleDpi(width, height, image.dpi) };
      } catch (error) {
        throw imageError(error);
      }
    },
    close: () => undefined,
  };
}

/** Stated resolutions are often leftovers (72, 96, 1): one is believed where it makes a sheet of paper. */
export function plausibleDpi(width: number, height: number, stated: number | undefined): number {
  const shorter = Math.min(width, height);
  const longer = Math.max(width, height);
  if (
    stated !== undefined &&
    stated >= 100 &&
    stated <= 1300 &&
    longer / stated >= 1 &&
    longer / stated <= 50
  ) {
    return stated;
  }
  if (stated !== undefined && stated >= 60 && shorter / stated >= 4 && longer / stated <= 17.5) return stated;
  const ratio = longer / shorter;
  const likePaper = ratio > 1.2 && ratio < 1.6 && shorter >= 550;
  if (likePaper) return shorter / 8.3;
  return 96 * Math.max(1, longer / 1600);
}
