import { availableParallelism } from "node:os";
import path from "node:path";
import { docxWriter } from "../office/docx/docx-writer.js";
import type { OfficeDocument, OfficeWriter } from "../office/office-writer.js";
import { pptxWriter } from "../office/pptx/pptx-writer.js";
import { xlsxWriter } from "../office/xlsx/xlsx-writer.js";
import { stemOf } from "../image/conversion-outcome.js";
import type { Engine, EngineContext, EngineOutcome, EngineTask } from "../engine.js";
import { EngineError } from "../engine-error.js";
import { chosenLanguage, languageFolder } from "./ocr-languages.js";
import { layoutPages } from "./page-layout.js";
import { type PageSource, openPages } from "./page-source.js";
import { readUpright } from "./read-upright.js";
import type { OcrPage } from "./recognise-page.js";

export { closeOcr } from "./tesseract-pool.js";

/** Recognises the text of scans and writes it as an editable office document. */
export const ocrEngine: Engine = { id: "ki/ocr", run: runOcr };

async function runOcr(task: EngineTask, context: EngineContext): Promise<EngineOutcome> {
  const format = officeFormats.get(task.to);
  if (!format) {
    throw new EngineError(
      "unsupported",
      `Text recognition writes ${[...officeFormats.keys()].join(", ")}, not ${task.to}.`,
    );
  }
  const language = chosenLanguage(task.options["languages"]);
  languageFolder(language);
  const source = await openPages(task.inputPath, task.from);
  try {
    const pages = await readPages(source, language, context);
    context.progress(96, "Writing the document");
    const outputPath = path.join(task.outputDirectory, `output.${task.to}`);
    await write(
      format.open(outputPath),
      { title: stemOf(task.inputName), ...layoutPages(pages) },
      context.signal,
    );
    context.progress(100);
    const name = `${stemOf(task.inputName)}.${task.to}`;
    return { files: [{ path: outputPath, name, contentType: format.contentType }], pages: source.pageCount };
  } finally {
    source.close();
  }
}

const mostPagesAtOnce = 2;

/** Reads pages side by side where the machine has the cores for it; the order of the result is the document's. */
async function readPages(source: PageSource, language: string, context: EngineContext): Promise<OcrPage[]> {
  const pages: OcrPage[] = [];
  const { pageCount } = source;
  let next = 0;
  let done = 0;
  let failed = false;
  const lane = async (): Promise<void> => {
    while (next < pageCount && !failed) {
      const index = next++;
      try {
        pages[index] = await readPage(source, index, language, context);
      } catch (error) {
        failed = true;
        throw error;
      }
      done++;
      context.progress(5 + (done / pageCount) * 90, `Recognised page ${done} of ${pageCount}`);
    }
  };
  context.progress(2, `Recognising page 1 of ${pageCount}`);
  const lanes = Math.min(mostPagesAtOnce, pageCount, availableParallelism());
  const results = await Promise.allSettled(Array.from({ length: lanes }, lane));
  const failure = results.find((result) => result.status === "rejected");
  if (failure) throw failure.reason;
  return pages;
}

async function readPage(
  source: PageSource,
  index: number,
  language: string,
  { signal }: EngineContext,
): Promise<OcrPage> {
  if (signal.aborted) throw new EngineError("aborted", "Text recognition was stopped.");
  return readUpright(await source.page(index), { language, signal });
}

async function write(writer: OfficeWriter, document: OfficeDocument, signal: AbortSignal): Promise<void> {
  try {
    await writer.finish(document, signal);
  } catch (error) {
    writer.discard();
    throw error;
  }
}

const openXml = "application/vnd.openxmlformats-officedocument";

const officeFormats: ReadonlyMap<string, { contentType: string; open: (path: string) => OfficeWriter }> =
  new Map([
    ["docx", { contentType: `${openXml}.wordprocessingml.document`, open: docxWriter }],
    ["xlsx", { contentType: `${openXml}.spreadsheetml.sheet`, open: xlsxWriter }],
    ["pptx", { contentType: `${openXml}.presentationml.presentation`, open: pptxWriter }],
  ]);
