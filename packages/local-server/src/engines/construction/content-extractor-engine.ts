import { readFile } from "node:fs/promises";
import type { Engine, EngineContext, EngineOutcome, EngineTask } from "../engine.js";
import { EngineError } from "../engine-error.js";
import { openPdf } from "../pdf/open-pdf.js";
import type { ContentResult, SectionContent } from "./specs/content-result.js";
import { findSections, type SectionSpan } from "./specs/find-sections.js";
import { demandText, readPages, readToc, type ManualToc } from "./specs/manual.js";
import { runningRows } from "./specs/running-rows.js";
import { sectionParts, submittalParagraphs } from "./specs/section-parts.js";

/**
 * Takes sections out of a specification manual (AnchorGrid `content-extractor`). Options: `source_job_id`, and
 * `section_codes`, six digits each, as `resolveSections` gives them. The result is a `ContentResult` with the sections in
 * the order asked for; several sections of one code (`05 50 13.13`, `05 50 13.16`) follow each other, and a code that is
 * not in the manual has an entry without text.
 *
 * @throws EngineError `unsupported` where the manual has no text.
 */
export const contentExtractorEngine: Engine = { id: "content-extractor", run };

async function run(task: EngineTask, context: EngineContext): Promise<EngineOutcome> {
  const { sourceJobId, codes } = readOptions(task.options);
  const document = await openPdf(await readFile(task.inputPath));
  try {
    const pages = readPages(document, { from: 0, to: document.pageCount }, context);
    demandText(pages);
    const toc = readToc(pages);
    const spans = findSections(pages, {
      running: runningRows(pages),
      tocPages: toc.pages,
      knownCodes: new Set(toc.entries.map(({ number }) => number.code)),
    });
    const data: ContentResult = {
      source_job_id: sourceJobId,
      sections: codes.flatMap((code) => contentOf(code, spans, toc)),
    };
    return { files: [], data, pages: document.pageCount };
  } finally {
    document.close();
  }
}

function readOptions(options: Record<string, unknown>): { sourceJobId: string; codes: string[] } {
  const { source_job_id: sourceJobId, section_codes: codes } = options;
  if (
    typeof sourceJobId !== "string" ||
    !Array.isArray(codes) ||
    !codes.every((code) => /^\d{6}$/.test(String(code)))
  ) {
    throw new EngineError(
      "unsupported",
      "The extraction needs source_job_id and section_codes of six digits each. Resolve them against the table of contents first.",
    );
  }
  return { sourceJobId, codes: codes.map(String) };
}

function contentOf(code: string, spans: SectionSpan[], toc: ManualToc): SectionContent[] {
  const found = spans.filter(({ number }) => number.code === code);
  if (found.length > 0) return found.map((span) => sectionContent(span, toc));
  const listed = toc.entries.find(({ number }) => number.code === code);
  const missing = { section_code: code, section_number: "", section_title: listed?.title ?? "", text: "" };
  return [{ ...missing, page_start: null, page_end: null, parts: [], submittals: [] }];
}

function sectionContent(
  { number, title, firstPage, lastPage, rows }: SectionSpan,
  toc: ManualToc,
): SectionContent {
  const lines = rows.map((row) => row.text);
  const parts = sectionParts(lines);
  const listed = toc.entries.find((entry) => entry.number.text === number.text);
  return {
    section_code: number.code,
    section_number: number.text,
    section_title: listed?.title || title,
    text: lines.join("\n"),
    page_start: firstPage + 1,
    page_end: lastPage + 1,
    parts,
    submittals: submittalParagraphs(parts),
  };
}
