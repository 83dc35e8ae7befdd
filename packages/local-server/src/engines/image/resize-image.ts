import type { Sharp } from "sharp";
import { EngineError } from "../engine-error.js";
import type { ImageOptions } from "./image-options.js";
import { maxImagePixels } from "./open-image.js";

/**
 * Applies the resize option to a pipeline whose upright size is known.
 * Throws `EngineError`: `unsupported` for a custom size without value, `too-large` over the pixel limit.
 */
export function resizeImage(
  pipeline: Sharp,
  size: { width: number; height: number },
  resize: ImageOptions["resize"],
): Sharp {
  const scale = resizeScale(Math.max(size.width, size.height), resize);
  if (scale === 1) return pipeline;
  const width = Math.max(1, Math.round(size.width * scale));
  const height = Math.max(1, Math.round(size.height * scale));
  if (width * height > maxImagePixels) {
    throw new EngineError(
      "too-large",
      `The picture would become ${width} x ${height} pixels; at most ${maxImagePixels / 1e6} million are allowed.`,
    );
  }
  return pipeline.resize(width, height, { fit: "fill" });
}

function resizeScale(longerSide: number, resize: ImageOptions["resize"]): number {
  if (!resize?.enabled) return 1;
  const preset = resize.preset ?? (resize.value === undefined ? "off" : "custom");
  if (preset === "off") return 1;
  if (preset !== "custom") return Math.min(1, presetPixels[preset] / longerSide);
  if (resize.value === undefined) {
    throw new EngineError(
      "unsupported",
      "options.resize.value is missing: a custom size needs pixels or per cent.",
    );
  }
  return resize.mode === "percentage" ? resize.value / 100 : resize.value / longerSide;
}

const presetPixels = { "4k": 3840, "2k": 2560, "1080p": 1920, "720p": 1280 } as const;
