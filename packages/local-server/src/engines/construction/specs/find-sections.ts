import type { PageRow, PageRows } from "./page-rows.js";
import { sectionHeading, type SectionHeading } from "./section-heading.js";
import type { SectionNumber } from "./section-number.js";

/** A section in the body of the manual. */
export interface SectionSpan {
  number: SectionNumber;
  /** As its heading says it. */
  title: string;
  /** 0-based page indices. */
  firstPage: number;
  lastPage: number;
  /** Its rows in reading order, without running headers, footers and page numbers. */
  rows: PageRow[];
}

export interface FindSectionsOptions {
  running: Set<PageRow>;
  /** Pages of the table of contents: their rows are no headings. */
  tocPages: Set<number>;
  /** Six-digit codes of the table of contents. */
  knownCodes: Set<string>;
}

const minScore = 5;
/** Above this part of the page's height a row may be a header. */
const headerFrom = 0.88;
const sectionEnd = /^[-–—*\s]*END\s+OF\s+(?:THIS\s+)?(?:SECTION|DOCUMENT)\b(?!\s+TABLE)/i;
const miniTocPage = /^[-–—*\s]*SECTION TABLE OF CONTENTS/i;

/** Finds where each section begins and ends. Headings that running headers repeat count once. */
export function findSections(pages: PageRows[], options: FindSectionsOptions): SectionSpan[] {
  const found = openings(candidates(pages, options), options.running);
  return found.map((opening, index) => spanOf(pages, opening.heading, found[index + 1]?.cut, options));
}

function candidates(
  pages: PageRows[],
  { running, tocPages, knownCodes }: FindSectionsOptions,
): SectionHeading[] {
  const found: SectionHeading[] = [];
  let afterEnd = true;
  for (const [index, page] of pages.entries()) {
    if (tocPages.has(page.index)) continue;
    const before = pages[index - 1];
    const previous = before && !tocPages.has(before.index) ? before : undefined;
    page.rows.forEach((row, rowIndex) => {
      const context = {
        running,
        knownCodes,
        isAfterEnd: () => afterEnd,
        previousPage: previous,
        nextPage: pages[index + 1],
      };
      const heading = sectionHeading(page, rowIndex, context);
      if (heading && heading.score >= minScore) found.push(heading);
      if (sectionEnd.test(row.text)) afterEnd = true;
      else if (!running.has(row)) afterEnd = false;
    });
  }
  return found;
}

interface Opening {
  heading: SectionHeading;
  /** Where the section before it ends at the latest: the same heading, or its own table of contents before it. */
  cut: SectionHeading;
}

/** The first heading of each run of the same number, or the one after the section's own table of contents. */
function openings(headings: SectionHeading[], running: Set<PageRow>): Opening[] {
  const opened: Opening[] = [];
  for (const heading of headings) {
    const last = opened.at(-1);
    if (last?.heading.number.text !== heading.number.text) opened.push({ heading, cut: heading });
    else if (isRealStart(last.heading, heading, running)) last.heading = heading;
  }
  return opened;
}

/** Before its heading a section's number may stand in a running header, on a divider page, or above its own contents. */
function isRealStart(first: SectionHeading, later: SectionHeading, running: Set<PageRow>): boolean {
  const pagesBetween = later.page.index - first.page.index;
  if (pagesBetween === 0) return later.hasPartBelow || isInHeader(first);
  if (pagesBetween > 3) return false;
  if (first.isMiniToc) return !later.isMiniToc;
  if (first.hasPartBelow && later.hasPartBelow) return true;
  const below = first.page.rows.slice(first.rowIndex + 1).filter((row) => !running.has(row));
  return pagesBetween === 1 && below.length <= 4 && (later.hasPartBelow || isInHeader(first));
}

function isInHeader({ page, rowIndex }: SectionHeading): boolean {
  return rowIndex < 3 && (page.rows[rowIndex]?.baseline ?? 0) > headerFrom * page.heightPt;
}

function spanOf(
  pages: PageRows[],
  heading: SectionHeading,
  next: SectionHeading | undefined,
  { running, tocPages }: FindSectionsOptions,
): SectionSpan {
  const rows: PageRow[] = [];
  let lastPage = heading.page.index;
  const isHeader = headerTest(heading);
  reading: for (const page of pages.filter(
    ({ index }) => index >= heading.page.index && !tocPages.has(index),
  )) {
    if (next && page.index > next.page.index) break;
    const isFirst = page === heading.page;
    const from = isFirst ? heading.rowIndex : 0;
    const to = page === next?.page ? endBefore(next) : page.rows.length;
    const headingEnd = isFirst ? headingRows(heading) : 0;
    const kept: PageRow[] = [];
    for (let at = from; at < to; at += 1) {
      const row = page.rows[at] as PageRow;
      if (miniTocPage.test(row.text)) break reading;
      if (at >= from + headingEnd && (running.has(row) || (!isFirst && isHeader(row, page)))) continue;
      kept.push(row);
      if (!sectionEnd.test(row.text)) continue;
      rows.push(...kept);
      lastPage = page.index;
      break reading;
    }
    if (isDivider(kept) && !isFirst) break;
    if (kept.length === 0) continue;
    rows.push(...kept);
    lastPage = page.index;
  }
  return { number: heading.number, title: heading.title, firstPage: heading.page.index, lastPage, rows };
}

/** What stands above the next section's heading, unless it is only that page's header. */
function endBefore({ page, rowIndex }: SectionHeading): number {
  const above = page.rows.slice(0, rowIndex);
  if (above.length > 3 || above.some((row) => sectionEnd.test(row.text))) return rowIndex;
  return above.every((row) => row.baseline > headerFrom * page.heightPt) ? 0 : rowIndex;
}

/** The heading and the rows of its title, which running headers may repeat and which belong to the text all the same. */
function headingRows({ page, rowIndex, title }: SectionHeading): number {
  let count = 1;
  while (count < 4 && title.includes(page.rows[rowIndex + count]?.text ?? "\n")) count += 1;
  return count;
}

/** The section's own heading again at the top of a later page. */
function headerTest({ page, rowIndex }: SectionHeading): (row: PageRow, page: PageRows) => boolean {
  const text = page.rows[rowIndex]?.text;
  return (row, { heightPt }) => row.text === text && row.baseline > 0.85 * heightPt;
}

/** A page between two divisions that has nothing but the division's name on it. */
function isDivider(rows: PageRow[]): boolean {
  return rows.length > 0 && rows.length <= 4 && /^DIVISION\s+\d/i.test(rows[0]?.text ?? "");
}
