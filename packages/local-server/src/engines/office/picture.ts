import { createHash } from "node:crypto";
import sharp from "sharp";
import type { PdfBitmap } from "../pdf/pdf-document.js";

/** An image encoded for an office document. */
export interface Picture {
  bytes: Uint8Array;
  extension: "png" | "jpeg";
  /** The same for the same bytes. */
  digest: string;
}

/** Images with more pixels are made smaller; at 300 dpi this is still more than a page of A3. */
const maxPixels = 18_000_000;
const sampleCount = 4000;

/** Encodes a photograph as JPEG and everything else as PNG. */
export async function encodePicture(bitmap: PdfBitmap): Promise<Picture> {
  const { width, height, channels, data } = bitmap;
  let image = sharp(data, { raw: { width, height, channels } });
  const opaque = channels === 3 || isOpaque(data);
  if (opaque && channels === 4) image = image.removeAlpha();
  const scale = Math.sqrt(maxPixels / (width * height));
  if (scale < 1) image = image.resize({ width: Math.max(1, Math.floor(width * scale)) });
  const photo = opaque && width * height > 20_000 && isPhoto(bitmap);
  const encoded = photo ? image.jpeg({ quality: 90 }) : image.png({ compressionLevel: 6 });
  const bytes = await encoded.toBuffer();
  const digest = createHash("sha1").update(bytes).digest("hex");
  return { bytes, extension: photo ? "jpeg" : "png", digest };
}

function isOpaque(data: Uint8Array): boolean {
  for (let index = 3; index < data.length; index += 4) if (data[index] !== 255) return false;
  return true;
}

/** A photograph has nearly as many colours as pixels; a drawing or a scan of text has few. */
function isPhoto({ data, channels }: PdfBitmap): boolean {
  const pixels = data.length / channels;
  const step = Math.max(1, Math.floor(pixels / sampleCount));
  const colors = new Set<number>();
  for (let pixel = 0; pixel < pixels; pixel += step) {
    const at = pixel * channels;
    colors.add(((data[at] ?? 0) << 16) | ((data[at + 1] ?? 0) << 8) | (data[at + 2] ?? 0));
  }
  return colors.size > Math.min(600, pixels / step / 4);
}
