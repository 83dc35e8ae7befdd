import sharp, { type Sharp } from "sharp";
import { estimateSkew } from "./estimate-skew.js";
import type { GreyImage } from "./grey-image.js";
import { thresholdInk } from "./threshold-ink.js";

/** A page made ready to be read: upright, at a resolution that suits the recogniser. */
export interface PreparedPage {
  image: GreyImage;
  /** 1 where there is ink. */
  ink: Uint8Array;
}

/** Enlarges small text, reduces very large scans and straightens a page that was fed in askew. */
export async function preparePage(source: GreyImage): Promise<PreparedPage> {
  const image = await rescale(source, scaleFor(source));
  const ink = thresholdInk(image);
  const angle = estimateSkew({ ...image, ink });
  if (Math.abs(angle) < 0.12) return { image, ink };
  const straight = await rotate(image, angle);
  return { image: straight, ink: thresholdInk(straight) };
}

const lowestDpi = 150;
const enlargedDpi = 300;
const highestDpi = 400;
const maxPixels = 36_000_000;

function scaleFor({ width, height, dpi }: GreyImage): number {
  let scale = 1;
  if (dpi < lowestDpi) scale = Math.min(4, enlargedDpi / dpi);
  if (dpi > highestDpi) scale = enlargedDpi / dpi;
  return Math.min(scale, Math.sqrt(maxPixels / (width * height)));
}

async function rescale(image: GreyImage, scale: number): Promise<GreyImage> {
  if (Math.abs(scale - 1) < 0.02) return image;
  const width = Math.max(1, Math.round(image.width * scale));
  const height = Math.max(1, Math.round(image.height * scale));
  const data = await fromGrey(image).resize(width, height, { fit: "fill", kernel: "cubic" }).raw().toBuffer();
  return { width, height, data, dpi: image.dpi * scale };
}

async function rotate(image: GreyImage, degrees: number): Promise<GreyImage> {
  const { data, info } = await fromGrey(image)
    .rotate(degrees, { background: "#ffffff" })
    .toColourspace("b-w")
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, data: firstChannel(data, info.channels), dpi: image.dpi };
}

function fromGrey({ width, height, data }: GreyImage): Sharp {
  return sharp(data, { raw: { width, height, channels: 1 } }).toColourspace("b-w");
}

function firstChannel(data: Uint8Array, channels: number): Uint8Array {
  if (channels === 1) return data;
  return data.filter((_, index) => index % channels === 0);
}
