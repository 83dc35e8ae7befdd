import { readFile, stat } from "node:fs/promises";
import sharp, { type Metadata, type Sharp, type SharpOptions } from "sharp";
import { EngineError } from "../engine-error.js";
import { maxPages } from "../max-pages.js";
import { imageError } from "./image-error.js";
import { readBmp } from "./read-bmp.js";

/** An image file that has been looked at but not decoded yet. */
export interface OpenedImage {
  width: number;
  height: number;
  /** Pages of a TIFF or frames of an animation; 1 for everything else. */
  pageCount: number;
  hasAlpha: boolean;
  /** Dots per inch as the file states it; often missing or wrong. */
  dpi?: number;
  /**
   * A fresh pipeline with the EXIF orientation applied.
   * `page` is 0-based; `all` keeps every frame of an animation.
   */
  pipeline(page?: number | "all"): Sharp;
}

/** The most pixels a picture may have: an A3 page scanned at 600 dpi fits. */
export const maxImagePixels: number = 100_000_000;

/**
 * Opens an image of any format that the engines read. Throws `EngineError`: `empty`, `corrupt`, `too-large`,
 * `unsupported`.
 */
export async function openImage(inputPath: string, from: string): Promise<OpenedImage> {
  const { size } = await stat(inputPath);
  if (size === 0)
    throw new EngineError("empty", "The picture has no bytes. Check the upload and send it again.");
  return from === "bmp" ? openBmp(inputPath) : openWithSharp(inputPath, from);
}

async function openBmp(inputPath: string): Promise<OpenedImage> {
  const bmp = readBmp(await readFile(inputPath), maxImagePixels);
  const raw = { width: bmp.width, height: bmp.height, channels: 4 } as const;
  const image: OpenedImage = {
    width: bmp.width,
    height: bmp.height,
    pageCount: 1,
    hasAlpha: hasTransparency(bmp.data),
    pipeline: () => sharp(bmp.data, { raw }),
  };
  if (bmp.dpi !== undefined) image.dpi = bmp.dpi;
  return image;
}

/** Many 32-bit BMP files leave the alpha byte at zero throughout: such a file is opaque, not invisible. */
function hasTransparency(rgba: Uint8Array): boolean {
  let zero = true;
  let full = true;
  for (let at = 3; at < rgba.length; at += 4) {
    if (rgba[at] !== 0) zero = false;
    if (rgba[at] !== 255) full = false;
    if (!zero && !full) return true;
  }
  if (zero) for (let at = 3; at < rgba.length; at += 4) rgba[at] = 255;
  return false;
}

async function openWithSharp(inputPath: string, from: string): Promise<OpenedImage> {
  const options: SharpOptions = { limitInputPixels: maxImagePixels, failOn: "error" };
  const metadata = await readMetadata(inputPath, options);
  if (metadata.format === "svg") throw notAnImage(from);
  const { width, height } = metadata.autoOrient;
  // Frames of an animation have their own limit, in pixels.
  if (from === "tiff" && (metadata.pages ?? 1) > maxPages) {
    throw new EngineError(
      "too-large",
      `The TIFF has ${metadata.pages} pages; the limit is ${maxPages}. Split it.`,
    );
  }
  const image: OpenedImage = {
    width,
    height,
    pageCount: metadata.pages ?? 1,
    hasAlpha: metadata.hasAlpha,
    pipeline(page = 0) {
      if (page === "all") return sharp(inputPath, { ...options, animated: true });
      return sharp(inputPath, { ...options, page }).autoOrient();
    },
  };
  if (metadata.density !== undefined) image.dpi = metadata.density;
  return image;
}

async function readMetadata(inputPath: string, options: SharpOptions): Promise<Metadata> {
  try {
    return await sharp(inputPath, options).metadata();
  } catch (error) {
    throw imageError(error);
  }
}

function notAnImage(from: string): EngineError {
  return new EngineError("corrupt", `The document is not the ${from.toUpperCase()} that it was taken for.`);
}
