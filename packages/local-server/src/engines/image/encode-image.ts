import { writeFile } from "node:fs/promises";
import type { Sharp } from "sharp";
import type { ImageFormat } from "./image-format.js";
import { imageError } from "./image-error.js";
import type { ImageOptions } from "./image-options.js";
import { writeBmp } from "./write-bmp.js";

/** Encodes a pipeline's picture into a file. Throws `EngineError` where the source cannot be decoded. */
export async function encodeImage(
  pipeline: Sharp,
  to: ImageFormat,
  options: ImageOptions,
  outputPath: string,
): Promise<void> {
  const kept = options.metadata?.keep ? pipeline.keepMetadata() : pipeline;
  try {
    if (to === "bmp") await encodeBmp(kept, outputPath);
    else await withEncoder(kept, to, compressionOf(options)).toFile(outputPath);
  } catch (error) {
    throw imageError(error);
  }
}

type Compression = "plain" | "lossy" | "lossless";

function compressionOf(options: ImageOptions): Compression {
  if (!options.smartCompression?.enabled) return "plain";
  return options.smartCompression.mode ?? "lossy";
}

/**
 * The encoders' own defaults are avoided where they are a trap: TIFF would be lossy JPEG, AVIF and GIF ten times
 * slower than this for a few per cent of size.
 */
function withEncoder(pipeline: Sharp, to: Exclude<ImageFormat, "bmp">, compression: Compression): Sharp {
  const lossy = compression === "lossy";
  const lossless = compression === "lossless";
  switch (to) {
    case "png":
      return pipeline.png(
        lossy ? { palette: true, quality: 80, effort: 4 } : { compressionLevel: lossless ? 9 : 6 },
      );
    case "jpg":
      return onWhite(pipeline).jpeg(
        lossless
          ? { quality: 100, chromaSubsampling: "4:4:4" }
          : { quality: lossy ? 75 : 90, mozjpeg: lossy },
      );
    case "webp":
      return pipeline.webp(lossless ? { lossless: true } : { quality: lossy ? 75 : 90 });
    case "tiff":
      return pipeline.tiff(
        lossy ? { compression: "jpeg", quality: 80 } : { compression: "deflate", predictor: "horizontal" },
      );
    case "gif":
      return pipeline.gif({
        effort: 1,
        dither: 0.5,
        ...(lossy ? { colours: 128, interFrameMaxError: 8 } : {}),
      });
    case "avif":
      return pipeline.avif({ effort: 2, ...(lossless ? { lossless: true } : { quality: lossy ? 50 : 65 }) });
  }
}

async function encodeBmp(pipeline: Sharp, outputPath: string): Promise<void> {
  const { data, info } = await onWhite(pipeline)
    .toColourspace("srgb")
    .raw()
    .toBuffer({ resolveWithObject: true });
  await writeFile(outputPath, writeBmp(info.width, info.height, data));
}

function onWhite(pipeline: Sharp): Sharp {
  return pipeline.flatten({ background: "#ffffff" });
}
