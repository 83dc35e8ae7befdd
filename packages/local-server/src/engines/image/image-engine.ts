import path from "node:path";
import type { Engine, EngineContext, EngineFile, EngineOutcome, EngineTask } from "../engine.js";
import { EngineError } from "../engine-error.js";
import { conversionOutcome, stemOf } from "./conversion-outcome.js";
import { encodeImage } from "./encode-image.js";
import { type ImageFormat, imageContentTypes, isImageFormat } from "./image-format.js";
import { parseImageOptions } from "./image-options.js";
import { type OpenedImage, maxImagePixels, openImage } from "./open-image.js";
import { resizeImage } from "./resize-image.js";

/**
 * Converts pictures into each other. A TIFF of several pages becomes one picture a page, an animation stays one
 * between GIF and WebP and gives its first frame elsewhere.
 */
export const imageEngine: Engine = { id: "image", run: convertImage };

async function convertImage(task: EngineTask, context: EngineContext): Promise<EngineOutcome> {
  const { from, to } = task;
  if (!isImageFormat(to))
    throw new EngineError("unsupported", `There is no conversion from ${from} to ${to}.`);
  const options = parseImageOptions(from, to, task.options);
  const image = await openImage(task.inputPath, from);
  const pages = pagesToConvert(image, from, to);
  const stem = stemOf(task.inputName);
  const files: EngineFile[] = [];
  for (const [index, page] of pages.entries()) {
    if (context.signal.aborted) throw new EngineError("aborted", "The conversion was stopped.");
    context.progress((index / pages.length) * 100, phaseOf(index, pages.length));
    const name = pages.length === 1 ? `${stem}.${to}` : `${stem}-${index + 1}.${to}`;
    const outputPath = path.join(task.outputDirectory, `${index + 1}.${to}`);
    const size = page === "all" ? image : await pageSize(image, page);
    await encodeImage(resizeImage(image.pipeline(page), size, options.resize), to, options, outputPath);
    files.push({ path: outputPath, name, contentType: imageContentTypes[to] });
  }
  const outcome = await conversionOutcome(task, files, pages.length);
  context.progress(100);
  return outcome;
}

function pagesToConvert(image: OpenedImage, from: string, to: ImageFormat): (number | "all")[] {
  if (image.pageCount === 1) return [0];
  if (from === "tiff") return Array.from({ length: image.pageCount }, (_, page) => page);
  const animated = (format: string): boolean => format === "gif" || format === "webp";
  if (!animated(from) || !animated(to)) return [0];
  if (image.width * image.height * image.pageCount > maxImagePixels) {
    throw new EngineError(
      "too-large",
      `The animation has ${image.pageCount} frames of ${image.width} x ${image.height} pixels, more than allowed. Shorten it.`,
    );
  }
  return ["all"];
}

/** The pages of a TIFF may differ in size. */
async function pageSize(image: OpenedImage, page: number): Promise<{ width: number; height: number }> {
  if (page === 0) return image;
  const metadata = await image.pipeline(page).metadata();
  return metadata.autoOrient;
}

function phaseOf(index: number, count: number): string {
  return count === 1 ? "Converting" : `Converting page ${index + 1} of ${count}`;
}
