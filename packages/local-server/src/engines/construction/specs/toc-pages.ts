import { cellsOf, rowOfWords, type PageRow, type PageRows } from "./page-rows.js";
import { leadingSectionNumber } from "./section-number.js";
import { tocLine } from "./toc-line.js";

/** A page of the table of contents, in reading order, without what stands above its heading. */
export interface TocPage {
  page: PageRows;
  rows: PageRow[];
  /** Titles stand at the left and section numbers at the right. */
  titlesFirst: boolean;
}

const heading =
  /^(?:(?:SECTION|DOCUMENT)?\s*[\d .]*[-–—:]?\s*)?(?:(?:PROJECT MANUAL|SPECIFICATIONS?|VOLUME\s+\S+|TECHNICAL SPECIFICATIONS?|MASTER|OVERALL)\s*[-–—:]?\s*)*(?:TABLE OF CONTENTS|CONTENTS|INDEX|INDEX (?:OF|TO) (?:THE )?(?:TECHNICAL )?(?:SPECIFICATIONS?|SECTIONS)|LIST OF (?:SPECIFICATIONS?|(?:SPECIFICATIONS? )?SECTIONS)|SPECIFICATIONS? (?:INDEX|LIST)|SECTION INDEX)(?:\s*[-–—(:].{0,40}|\s+VOLUME.{0,20}|\s+PAGE\s+.{0,12})?$/i;
const sectionStart = /^(?:SECTION|DOCUMENT)\s+\d/i;
const partHeading = /^PART\s+(?:1|I|ONE)\b/i;
const article = /^[1-9]\.\d{1,2}\.?\s+[A-Z]/;
const minEntries = 5;
const minColumnPt = 120;

/** Finds the pages that list the sections of the manual; lists inside sections do not count. */
export function tocPages(pages: PageRows[], running: Set<PageRow>): TocPage[] {
  const found: TocPage[] = [];
  let bodyBegan = false;
  for (const page of pages) {
    const rows = inColumns(page.rows.filter((row) => !running.has(row)));
    const isBody =
      rows.some((row) => partHeading.test(row.text)) ||
      rows.filter((row) => article.test(row.text)).length > 2;
    if (isBody) {
      bodyBegan ||= rows.some((row) => sectionStart.test(row.text));
      continue;
    }
    // The heading is looked for among all rows: where the contents go on, it repeats like a running header.
    const title = page.rows.find((row) => heading.test(row.text));
    const tocPage = title || !bodyBegan ? tocPageOf(page, rows, title) : undefined;
    if (tocPage && isContents(tocPage, title !== undefined, found.at(-1)?.page.index === page.index - 1)) {
      found.push(tocPage);
    }
  }
  return found;
}

/** A heading is proof; without one, sections must make up a good part of the page. */
function isContents(tocPage: TocPage, hasTitle: boolean, isNext: boolean): boolean {
  if (hasTitle) return true;
  const count = entryCount(tocPage);
  const share = count / tocPage.rows.length;
  if (proseCount(tocPage) > count) return false;
  return share >= (isNext && count < 3 ? 0.3 : 0.15) && count >= (isNext ? 1 : minEntries);
}

function tocPageOf(page: PageRows, rows: PageRow[], title: PageRow | undefined): TocPage | undefined {
  // Other things may stand above the contents: addresses, dates, project numbers.
  const listed = title ? rows.filter((row) => row !== title && row.baseline < title.baseline) : rows;
  const plain: TocPage = { page, rows: listed, titlesFirst: false };
  if (entryCount(plain) > 0) return plain;
  const reversed: TocPage = { page, rows: listed, titlesFirst: true };
  return title && entryCount(reversed) > 0 ? reversed : undefined;
}

function entryCount({ rows, titlesFirst }: TocPage): number {
  return rows.filter((row) => tocLine(row, titlesFirst).kind === "entry").length;
}

function proseCount({ rows, titlesFirst }: TocPage): number {
  return rows.filter((row) => row.text.length > 60 && tocLine(row, titlesFirst).kind === "text").length;
}

/** Contents in two columns side by side are read column after column. */
function inColumns(rows: PageRow[]): PageRow[] {
  const split = secondColumn(rows);
  if (split === undefined) return rows;
  const part = (row: PageRow, isRight: boolean): PageRow[] => {
    const words = row.words.filter((word) => word.left >= split - 3 === isRight);
    return words.length === 0 ? [] : [rowOfWords(words, row.baseline, row.fontSizePt)];
  };
  const first = rows.findIndex((row) => startsEntry(row.text) || /^DIVISION\s+\d/i.test(row.text));
  const above = rows.slice(0, Math.max(0, first));
  const below = rows.slice(Math.max(0, first));
  return [...above, ...below.flatMap((row) => part(row, false)), ...below.flatMap((row) => part(row, true))];
}

/** Where the entries of a second column begin. */
function secondColumn(rows: PageRow[]): number | undefined {
  const lefts = rows.flatMap(entryLefts).sort((a, b) => a - b);
  const first = lefts[0];
  if (first === undefined) return undefined;
  const right = lefts.filter((left) => left > first + minColumnPt);
  const edge = right[0];
  if (edge === undefined) return undefined;
  const isColumn = right.length >= 3 && right.filter((left) => left < edge + 30).length >= 0.8 * right.length;
  return isColumn && lefts.length - right.length >= 3 ? edge : undefined;
}

/** Where entries begin in the row: one, or two side by side. */
function entryLefts(row: PageRow): number[] {
  const cells = cellsOf(row.words, row.fontSizePt);
  return cells.flatMap((cell, index) => {
    const rest = cells.slice(index).flat();
    return startsEntry(rowOfWords(rest, 0, row.fontSizePt).text) ? [cell[0]?.left ?? 0] : [];
  });
}

/** A section number and then a title, not a page such as `03 30 00-1`. */
function startsEntry(text: string): boolean {
  const section = leadingSectionNumber(text);
  return section !== undefined && /^[\s\-–—:]*[A-Za-z]{2}/.test(text.slice(section.text.length));
}
