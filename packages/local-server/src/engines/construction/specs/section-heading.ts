import type { PageRow, PageRows } from "./page-rows.js";
import { bodyFontSize } from "./running-rows.js";
import { leadingSectionNumber, type SectionNumber } from "./section-number.js";

/** A row that may begin a section. */
export interface SectionHeading {
  page: PageRows;
  /** Index into the page's rows. */
  rowIndex: number;
  number: SectionNumber;
  title: string;
  /** `PART 1` stands a few rows below. */
  hasPartBelow: boolean;
  /** It heads a table of contents of the section itself. */
  isMiniToc: boolean;
  /** How much speaks for a section beginning here; 5 is enough. */
  score: number;
}

/** What helps to tell a heading from a reference to a section. */
export interface HeadingContext {
  running: Set<PageRow>;
  /** Six-digit codes of the table of contents; empty without one. */
  knownCodes: Set<string>;
  /** True when nothing but running rows stands between the last section's end and this row. */
  isAfterEnd(page: PageRows, rowIndex: number): boolean;
  previousPage: PageRows | undefined;
  nextPage: PageRows | undefined;
}

const keyword = /^(SECTION|Section|DOCUMENT|Document)\s*(?:N[Oo]\.?\s*|[-–—:#]\s*)?(?=\d)/;
const part = /^PART\s+(?:1|I|ONE)\b/i;
const firstArticle = /^1\.(?:0?1|0)\b/;
const structure =
  /^(?:SECTION\s+\d|DIVISION\s+\d|PART\s+\S|\d{1,2}\.\d{1,2}\b|[A-Z]\.\s|\d{1,2}[.)]\s|END OF)/i;
const miniToc = /^(?:SECTION\s+)?TABLE OF CONTENTS$|^CONTENTS$/i;
const sentence =
  /^[,;.)"“(]|\b[Ss](?:ections?|ECTIONS?)\s+\d|[.;]$|\b(?:shall|refer|see|specified|and [Ss]ection)\b/;
const maxTitleLength = 130;

/** Reads a row as the beginning of a section; undefined where it cannot be one. */
export function sectionHeading(
  page: PageRows,
  rowIndex: number,
  context: HeadingContext,
): SectionHeading | undefined {
  const row = page.rows[rowIndex] as PageRow;
  const word = keyword.exec(row.text);
  const number = leadingSectionNumber(row.text.slice(word?.[0].length ?? 0));
  if (!number) return undefined;
  const rest = row.text.slice((word?.[0].length ?? 0) + number.text.length);
  if (/^\s*[-–—/]\s*\d/.test(rest)) return undefined;
  const title = rest
    .replace(/^[\s\-–—:.]+/, "")
    .replace(/\s*\bpage\s+\d+.*$/i, "")
    .trim();
  if (/^[,;)]|^\.\s/.test(rest) || title.length > maxTitleLength || !isTitle(title)) return undefined;
  const below = rowsBelow(page, rowIndex, context);
  const partAt = below.findIndex((other) => part.test(other.text) || firstArticle.test(other.text));
  const hasPartBelow = partAt >= 0;
  const titleRows = titleBelow(row, title, rowsUnder(page, rowIndex, context));
  return {
    page,
    rowIndex,
    number,
    title: [title, ...titleRows.map((other) => other.text)].filter((text) => text !== "").join(" "),
    hasPartBelow,
    isMiniToc: isMiniTocHeading(page, rowIndex, below),
    score: scoreOf({ page, rowIndex, row, number, word: word?.[1], title, hasPartBelow, context }),
  };
}

/** Upper case or title case, not a piece of a sentence. */
function isTitle(text: string): boolean {
  if (text === "") return true;
  if (sentence.test(text) || /^[a-z]/.test(text)) return false;
  const words = text.split(/[\s-]+/).filter((word) => word.length > 3);
  return words.filter((word) => !/^[a-z]/.test(word)).length >= 0.7 * words.length;
}

interface Evidence {
  page: PageRows;
  rowIndex: number;
  row: PageRow;
  number: SectionNumber;
  word: string | undefined;
  title: string;
  hasPartBelow: boolean;
  context: HeadingContext;
}

function scoreOf({ page, rowIndex, row, number, word, title, hasPartBelow, context }: Evidence): number {
  const above = page.rows.slice(0, rowIndex).filter((other) => !context.running.has(other));
  const isUpper = word === undefined || word === word.toUpperCase();
  let score = word === undefined ? -2 : 0;
  if (hasPartBelow) score += 3;
  if (above.length <= 3 && row.baseline > 0.5 * page.heightPt) score += 2;
  if (above.length === 0) score += 1;
  if (context.isAfterEnd(page, rowIndex)) score += 2;
  if (word !== undefined && isUpper) score += 1;
  if (isUpper && title === title.toUpperCase()) score += 1;
  if (row.bold || isCentered(row, page)) score += 1;
  if (row.fontSizePt > 1.12 * bodyFontSize(page)) score += 1;
  if (context.knownCodes.size > 0) score += context.knownCodes.has(number.code) ? 1 : -1;
  if (!hasPartBelow && isInList(page, rowIndex, context)) score -= 3;
  const footer = footerCode(page);
  if (footer !== undefined) score += footer === number.code ? 2 : -3;
  return score;
}

/** The row before or after it names another section too: a list of related sections. */
function isInList(page: PageRows, rowIndex: number, { running, previousPage }: HeadingContext): boolean {
  const isText = (row: PageRow): boolean => !running.has(row);
  const before =
    page.rows.slice(0, rowIndex).findLast(isText) ?? (previousPage && previousPage.rows.findLast(isText));
  const after = page.rows.slice(rowIndex + 1).find(isText);
  const own = page.rows[rowIndex]?.text.replace(keyword, "").slice(0, 8);
  return [before, after].some((row) => {
    const text = row?.text.replace(keyword, "") ?? "";
    return leadingSectionNumber(text) !== undefined && text.slice(0, 8) !== own;
  });
}

function isCentered(row: PageRow, page: PageRows): boolean {
  const leftmost = Math.min(...page.rows.map(({ left }) => left));
  return (
    Math.abs((row.left + row.right) / 2 - page.widthPt / 2) < 0.04 * page.widthPt && row.left > leftmost + 20
  );
}

/** The section that a footer or header such as `03 30 00 - 2` names. */
export function footerCode(page: PageRows): string | undefined {
  const pattern =
    /(?:^|\s)(\d{2}[ .-]?\d{2}[ .-]?\d{2}|\d{5})(?:\.\d{1,4}(?: \d{2})?)?\s*[-–—/]\s*(?:page\s*)?\d{1,3}(?=$|\s)/i;
  for (const row of [...page.rows.slice(-3).reverse(), ...page.rows.slice(0, 3)]) {
    const match = pattern.exec(row.text)?.[1];
    if (match) return match.replaceAll(/\D/g, "").padEnd(6, "0");
  }
  return undefined;
}

function rowsBelow(page: PageRows, rowIndex: number, { running, nextPage }: HeadingContext): PageRow[] {
  const maxRows = 9;
  const below = page.rows.slice(rowIndex + 1).filter((row) => !running.has(row));
  // A title page of the section: its text begins on the next one.
  if (below.length < maxRows && nextPage) below.push(...nextPage.rows.filter((row) => !running.has(row)));
  const end = below.findIndex(
    (row) => keyword.test(row.text) && leadingSectionNumber(row.text.replace(keyword, "")),
  );
  return below.slice(0, end >= 0 ? Math.min(end, maxRows) : maxRows);
}

/** With their headers, because a running header may be worded like the title. */
function rowsUnder(page: PageRows, rowIndex: number, { running, nextPage }: HeadingContext): PageRow[] {
  const under = page.rows.slice(rowIndex + 1);
  if (under.some((row) => !running.has(row))) return under;
  // The heading is the last row of its page.
  return (nextPage?.rows ?? []).filter((row) => !running.has(row));
}

/** The rows below that are the title or its second line; they look alike. */
function titleBelow(row: PageRow, begun: string, below: PageRow[]): PageRow[] {
  const rows: PageRow[] = [];
  let last = row;
  let first = begun === "" ? undefined : row;
  // A title on the heading's own row goes on below only where it stands out from the text.
  if (first && !row.bold && begun !== begun.toUpperCase()) return [];
  for (const next of below.slice(0, 3)) {
    const gap = last.baseline - next.baseline;
    const isNextPage = last === row && !first && gap < 0;
    if (!isNextPage && (gap <= 0 || gap > (first ? 1.6 : 3.5) * row.fontSizePt)) break;
    if (structure.test(next.text) || miniToc.test(next.text) || leadingSectionNumber(next.text)) break;
    if (!/[A-Za-z]{2}/.test(next.text) || sentence.test(next.text) || next.text.length > maxTitleLength)
      break;
    if (!first && !isTitle(next.text)) break;
    if (first && !looksAlike(first, next)) break;
    first ??= next;
    rows.push(next);
    last = next;
  }
  return rows;
}

function looksAlike(a: PageRow, b: PageRow): boolean {
  const isUpper = ({ text }: PageRow): boolean => text === text.toUpperCase();
  return Math.abs(a.fontSizePt - b.fontSizePt) < 0.3 && a.bold === b.bold && isUpper(a) === isUpper(b);
}

function isMiniTocHeading(page: PageRows, rowIndex: number, below: PageRow[]): boolean {
  const above = page.rows.slice(Math.max(0, rowIndex - 5), rowIndex);
  return (
    above.some((row) => miniToc.test(row.text)) || below.slice(0, 5).some((row) => miniToc.test(row.text))
  );
}
