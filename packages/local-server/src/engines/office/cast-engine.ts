import { readFile } from "node:fs/promises";
import path from "node:path";
import { EngineError } from "../engine-error.js";
import type { Engine, EngineContext, EngineOutcome, EngineTask } from "../engine.js";
import { openPdf } from "../pdf/open-pdf.js";
import type { PdfDocument, PdfPage } from "../pdf/pdf-document.js";
import { docxWriter } from "./docx/docx-writer.js";
import { assignRoles } from "./layout/document-roles.js";
import type { ImageBlock, PageLayout } from "./layout/layout-model.js";
import { openUpright } from "./layout/open-upright.js";
import { flatten, layoutPage } from "./layout/page-layout.js";
import type { OfficeWriter } from "./office-writer.js";
import { encodePicture } from "./picture.js";
import { pptxWriter } from "./pptx/pptx-writer.js";
import { xlsxWriter } from "./xlsx/xlsx-writer.js";

const office = "application/vnd.openxmlformats-officedocument";

interface OutputFormat {
  contentType: string;
  open(path: string): OfficeWriter;
}

const formats: Record<string, OutputFormat> = {
  docx: { contentType: `${office}.wordprocessingml.document`, open: docxWriter },
  xlsx: { contentType: `${office}.spreadsheetml.sheet`, open: xlsxWriter },
  pptx: { contentType: `${office}.presentationml.presentation`, open: pptxWriter },
};

/** Rebuilds a PDF as an office document: text that can be edited, tables, images, headings. */
export const castEngine: Engine = { id: "ki/cast", run };

async function run(task: EngineTask, context: EngineContext): Promise<EngineOutcome> {
  const format = Object.hasOwn(formats, task.to) ? formats[task.to] : undefined;
  if (task.from !== "pdf" || !format) {
    const known = Object.keys(formats).join(", ");
    throw new EngineError(
      "unsupported",
      `ki/cast makes ${known} from PDF, not ${task.to} from ${task.from}.`,
    );
  }
  const pdf = await openPdf(await readFile(task.inputPath));
  try {
    const baseName = path.parse(task.inputName).name || "document";
    const name = `${baseName}.${task.to}`;
    const file = {
      path: path.join(task.outputDirectory, `output.${task.to}`),
      name,
      contentType: format.contentType,
    };
    await convert(pdf, format.open(file.path), baseName, context);
    return { files: [file], pages: pdf.pageCount };
  } finally {
    pdf.close();
  }
}

async function convert(
  pdf: PdfDocument,
  writer: OfficeWriter,
  title: string,
  context: EngineContext,
): Promise<void> {
  try {
    const pages: PageLayout[] = [];
    const hyphenated = new Set<string>();
    for (let index = 0; index < pdf.pageCount; index += 1) {
      stopIfAborted(context.signal);
      context.progress((90 * index) / pdf.pageCount, `Reading page ${index + 1} of ${pdf.pageCount}`);
      pages.push(await readPage(openUpright(pdf, index), writer, hyphenated));
    }
    context.progress(90, "Writing the document");
    await writer.finish({ title, pages, body: assignRoles(pages) }, context.signal);
    context.progress(100, "Done");
  } catch (error) {
    writer.discard();
    throw error;
  }
}

async function readPage(page: PdfPage, writer: OfficeWriter, hyphenated: Set<string>): Promise<PageLayout> {
  try {
    const layout = layoutPage(page, hyphenated);
    for (const block of layout.flow.flatMap(flatten)) {
      if (block.kind === "image" && writer.addPicture) await takePicture(block, writer);
    }
    return layout;
  } finally {
    page.close();
  }
}

async function takePicture(image: ImageBlock, writer: OfficeWriter): Promise<void> {
  try {
    image.picture = writer.addPicture?.(await encodePicture(image.bitmap()));
  } catch (error) {
    // A broken image does not keep the rest of the document from being converted.
    if (!(error instanceof EngineError) || error.code !== "corrupt") throw error;
  }
}

function stopIfAborted(signal: AbortSignal): void {
  if (signal.aborted) throw new EngineError("aborted", "The conversion was stopped.");
}
