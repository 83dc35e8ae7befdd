import { type Grid, findGrids } from "../../office/layout/grids.js";
import { readRulings, type Ruling } from "../../office/layout/rulings.js";
import type { PdfChar, PdfPath } from "../../pdf/pdf-document.js";
import { textWords } from "../../pdf/text-words.js";
import { type SheetLabel, sheetLabels } from "../sheets/sheet-labels.js";
import { tableTexts } from "./table-texts.js";

/** A ruled table under a title that says "schedule". */
export interface FoundSchedule {
  title: string;
  headers: string[];
  rows: string[][];
  box: Grid["box"];
}

/** So far above its table a title may stand, in font sizes. */
const titleReach = 5;
const maxTitleWords = 10;
/** On a sheet with more lines than this, short ones are hatches. */
const manyRulings = 5000;
const shortRulingPt = 18;

/** The schedules of a page, top to bottom. */
export function findSchedules(paths: PdfPath[], chars: PdfChar[]): FoundSchedule[] {
  const level = chars.filter((char) => Math.abs(char.angle) < 2);
  const titles = sheetLabels(level).filter(isTitle);
  if (titles.length === 0) return [];
  const words = textWords(level);
  const grids = findGrids(longEnough(readRulings(paths).rulings));
  return grids
    .flatMap((grid) => {
      const texts = tableTexts(grid, words);
      const title = texts.heading ?? titleAbove(grid, titles)?.text;
      if (title === undefined || !/\bSCHEDULE\b/i.test(title) || !isTable(texts)) return [];
      return [{ title: title.trim(), headers: texts.headers, rows: texts.rows, box: grid.box }];
    })
    .sort((a, b) => b.box.top - a.box.top || a.box.left - b.box.left);
}

function isTitle({ text }: SheetLabel): boolean {
  return /\bSCHEDULE\b/i.test(text) && text.split(" ").length <= maxTitleWords;
}

function longEnough(rulings: Ruling[]): Ruling[] {
  if (rulings.length <= manyRulings) return rulings;
  return rulings.filter(({ start, end }) => end - start >= shortRulingPt);
}

function isTable({ headers, rows }: { headers: string[]; rows: string[][] }): boolean {
  return headers.filter((header) => header !== "").length >= 2 && rows.length > 0;
}

/** The nearest title over the table. */
function titleAbove({ box }: Grid, titles: SheetLabel[]): SheetLabel | undefined {
  const above = titles.filter(
    (title) =>
      title.bottom > box.top - 0.3 * title.fontSizePt &&
      title.bottom - box.top < titleReach * title.fontSizePt &&
      title.left < box.right &&
      title.right > box.left,
  );
  return above.sort((a, b) => a.bottom - b.bottom)[0];
}
