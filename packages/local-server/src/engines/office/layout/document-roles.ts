import { freeParagraphs } from "./page-layout.js";
import type { PageLayout, ParagraphBlock } from "./layout-model.js";
import { markHeadings } from "./headings.js";
import { markRunningLines } from "./running-lines.js";

/** What most of a document's text looks like. */
export interface BodyText {
  sizePt: number;
  font: string;
  color: string;
}

/** Decides, with the whole document in view, which paragraphs are headings, headers and footers. */
export function assignRoles(pages: PageLayout[]): BodyText {
  const body = bodyText(pages);
  markRunningLines(pages, body);
  markHeadings(pages, body);
  return body;
}

function bodyText(pages: PageLayout[]): BodyText {
  const free = pages.flatMap(freeParagraphs);
  const running = free.filter((paragraph) => !paragraph.mono);
  const paragraphs = [running, free, pages.flatMap(cellParagraphs)].find((some) => some.length > 0) ?? [];
  const runs = paragraphs.flatMap((paragraph) => paragraph.runs);
  return {
    sizePt: mostCommon(runs.map((run) => [run.sizePt, run.text.length])) ?? 11,
    font: mostCommon(runs.map((run) => [run.font, run.text.length])) ?? "Times New Roman",
    color: mostCommon(runs.map((run) => [run.color, run.text.length])) ?? "000000",
  };
}

function cellParagraphs(page: PageLayout): ParagraphBlock[] {
  return page.flow.flatMap((item) =>
    item.kind === "table" ? item.rows.flatMap((row) => row.cells.flatMap((cell) => cell.paragraphs)) : [],
  );
}

function mostCommon<Value>(weighted: [Value, number][]): Value | undefined {
  const weights = new Map<Value, number>();
  for (const [value, weight] of weighted) weights.set(value, (weights.get(value) ?? 0) + weight);
  let best: [Value, number] | undefined;
  for (const entry of weights) if (!best || entry[1] > best[1]) best = entry;
  return best?.[0];
}
