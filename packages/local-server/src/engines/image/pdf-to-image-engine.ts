import { readFile } from "node:fs/promises";
import path from "node:path";
import sharp from "sharp";
import type { Engine, EngineContext, EngineFile, EngineOutcome, EngineTask } from "../engine.js";
import { EngineError } from "../engine-error.js";
import { openPdf } from "../pdf/open-pdf.js";
import type { PdfDocument } from "../pdf/pdf-document.js";
import { conversionOutcome, stemOf } from "./conversion-outcome.js";
import { encodeImage } from "./encode-image.js";
import { type ImageFormat, imageContentTypes } from "./image-format.js";
import { type ImageOptions, parseImageOptions } from "./image-options.js";
import { resizeImage } from "./resize-image.js";

/** Draws each page of a PDF as a picture. */
export const pdfToImageEngine: Engine = { id: "pdf-to-image", run: drawPages };

const defaultDpi = 150;
const maxPagePixels = 40_000_000;

async function drawPages(task: EngineTask, context: EngineContext): Promise<EngineOutcome> {
  const { from, to } = task;
  if (to !== "jpg" && to !== "png") {
    throw new EngineError("unsupported", `There is no conversion from ${from} to ${to}.`);
  }
  const options = parseImageOptions(from, to, task.options);
  const document = await openPdf(await readFile(task.inputPath));
  try {
    const { pageCount } = document;
    const files: EngineFile[] = [];
    for (let index = 0; index < pageCount; index++) {
      if (context.signal.aborted) throw new EngineError("aborted", "The conversion was stopped.");
      context.progress((index / pageCount) * 100, `Drawing page ${index + 1} of ${pageCount}`);
      files.push(await drawPage(document, index, { task, to, options }));
    }
    const outcome = await conversionOutcome(task, files, pageCount);
    context.progress(100);
    return outcome;
  } finally {
    document.close();
  }
}

async function drawPage(
  document: PdfDocument,
  index: number,
  how: { task: EngineTask; to: ImageFormat; options: ImageOptions },
): Promise<EngineFile> {
  const { task, to, options } = how;
  const page = document.page(index);
  try {
    const dpi = options.dpi ?? Math.min(defaultDpi, largestDpi(page.widthPt, page.heightPt));
    const bitmap = page.render({ dpi, maxPixels: maxPagePixels });
    const { width, height, channels } = bitmap;
    const picture = sharp(bitmap.data, { raw: { width, height, channels } });
    const outputPath = path.join(task.outputDirectory, `${index + 1}.${to}`);
    const resized = resizeImage(picture, { width, height }, options.resize).withMetadata({ density: dpi });
    await encodeImage(resized, to, options, outputPath);
    const stem = stemOf(task.inputName);
    const name = document.pageCount === 1 ? `${stem}.${to}` : `${stem}-${index + 1}.${to}`;
    return { path: outputPath, name, contentType: imageContentTypes[to] };
  } finally {
    page.close();
  }
}

/** Nobody asked for the default resolution, so a very large sheet gets a lower one instead of a refusal. */
function largestDpi(widthPt: number, heightPt: number): number {
  return Math.max(1, Math.floor(Math.sqrt((maxPagePixels / (widthPt * heightPt)) * 72 * 72)) - 1);
}
