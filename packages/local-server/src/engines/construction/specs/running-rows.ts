import type { PageRow, PageRows } from "./page-rows.js";

/** How much of a page's height can belong to running headers, and how much to footers. */
const zone = 0.14;
const maxRowsInZone = 5;
const structure =
  /^(?:PART\s+(?:\d|[IVX]+|ONE|TWO|THREE)\b|\d{1,2}\.\d{1,2}\b|[A-Z]\.\s|[a-z]\.\s|\d{1,2}[.)]\s|[-–—*\s]*END OF (?:SECTION|DOCUMENT)|DIVISION\s+\d)/i;
const sectionHeading = /^(?:SECTION|DOCUMENT)\s+\d/i;
/** `Page 5`, `5 of 80`, `iv`, `03 30 00 - 2`, `SUMMARY 01 10 00-1`. */
const pageNumber =
  /^(?:page\s*)?[-–—]?\s*(?:\d{1,4}|[ivxl]{1,6})\s*[-–—]?(?:\s*(?:of|\/)\s*\d{1,4})?$|(?:^|\s)\d{2}[ .-]?\d{2}[ .-]?\d{2}(?:\.\d{1,4}(?: \d{2})?)?\s*[-–—/]\s*\d{1,3}(?=$|\s)|(?:^|\s)\d{5}\s*[-–—/]\s*\d{1,3}(?=$|\s)|\bpage\s+\d{1,4}(?:\s+of\s+\d{1,4})?$/i;

/** Finds the rows that repeat from page to page above and below the text, and page numbers. */
export function runningRows(pages: PageRows[]): Set<PageRow> {
  const places = rowPlaces(pages);
  const running = new Set<PageRow>();
  for (const page of pages) {
    const pitch = linePitch(page);
    for (const rows of [page.rows, [...page.rows].reverse()]) {
      for (const row of edgeRows(page, rows, pitch, (candidate) => repeats(candidate, page, places, pages))) {
        running.add(row);
      }
    }
  }
  return withLikeRows(pages, running);
}

/** What is a header or footer on one page is one at the same place of another, however close the text comes to it. */
function withLikeRows(pages: PageRows[], running: Set<PageRow>): Set<PageRow> {
  const known = rowPlaces(
    pages.map((page) => ({ ...page, rows: page.rows.filter((row) => running.has(row)) })),
  );
  for (const { rows } of pages) {
    for (const row of [...rows.slice(0, maxRowsInZone), ...rows.slice(-maxRowsInZone)]) {
      if (sectionHeading.test(row.text) || structure.test(row.text)) continue;
      const places = known.get(keyOf(row)) ?? [];
      if (places.some(({ baseline }) => Math.abs(baseline - row.baseline) < 1.5)) running.add(row);
    }
  }
  return running;
}

/** Rows from the page's edge inwards. */
function edgeRows(
  page: PageRows,
  rows: PageRow[],
  pitch: number,
  repeating: (row: PageRow) => "nearby" | "everywhere" | undefined,
): PageRow[] {
  const edge: PageRow[] = [];
  for (const row of rows.slice(0, maxRowsInZone)) {
    const height = row.baseline / page.heightPt;
    if (height > zone && height < 1 - zone) break;
    if (structure.test(row.text) && !pageNumber.test(row.text)) break;
    if (!repeating(row) && !pageNumber.test(row.text)) break;
    edge.push(row);
  }
  // The text of two pages may begin alike. What is not everywhere is a header only if it stands apart or looks apart.
  while (edge.length > 0) {
    const innermost = edge[edge.length - 1] as PageRow;
    const next = rows[edge.length];
    const apart = !next || Math.abs(innermost.baseline - next.baseline) > 1.25 * pitch;
    if (apart || pageNumber.test(innermost.text) || repeating(innermost) === "everywhere") break;
    if (next && looksOther(innermost, bodyFontSize(page))) break;
    edge.pop();
  }
  return edge.length > 0 ? [...edge, ...restOfFooter(page, rows, edge.length, pitch)] : edge;
}

/** What stands close to a page number and apart from the text belongs to the footer, even on a section's only page. */
function restOfFooter(page: PageRows, rows: PageRow[], count: number, pitch: number): PageRow[] {
  const [last, next, text] = [rows[count - 1], rows[count], rows[count + 1]];
  if (!last || !next || !text || last.baseline > next.baseline || next.baseline > zone * page.heightPt)
    return [];
  const isClose = next.baseline - last.baseline < 1.35 * pitch && pageNumber.test(last.text);
  return isClose && text.baseline - next.baseline > 1.25 * pitch && !structure.test(next.text) ? [next] : [];
}

function looksOther(row: PageRow, bodySize: number): boolean {
  return Math.abs(row.fontSizePt - bodySize) > 0.4;
}

interface Place {
  page: number;
  baseline: number;
}

function rowPlaces(pages: PageRows[]): Map<string, Place[]> {
  const places = new Map<string, Place[]>();
  for (const page of pages) {
    for (const row of [...page.rows.slice(0, maxRowsInZone), ...page.rows.slice(-maxRowsInZone)]) {
      const list = places.get(keyOf(row)) ?? [];
      list.push({ page: page.index, baseline: row.baseline });
      places.set(keyOf(row), list);
    }
  }
  return places;
}

/** Page numbers differ, section numbers do not: a heading is not the header of the section before it. */
function keyOf({ text }: PageRow): string {
  return sectionHeading.test(text) ? text : text.toLowerCase().replaceAll(/\d+/g, "#");
}

function repeats(
  row: PageRow,
  page: PageRows,
  places: Map<string, Place[]>,
  pages: PageRows[],
): "nearby" | "everywhere" | undefined {
  const others = (places.get(keyOf(row)) ?? []).filter(
    (place) => place.page !== page.index && Math.abs(place.baseline - row.baseline) < 3,
  );
  // A section's heading is no header, even where the pages after it repeat it.
  if (
    sectionHeading.test(row.text) &&
    !others.some((place) => place.page < page.index && place.page > page.index - 3)
  )
    return undefined;
  if (new Set(others.map((place) => place.page)).size >= 0.9 * (pages.length - 1) && pages.length > 2)
    return "everywhere";
  return others.some((place) => Math.abs(place.page - page.index) <= 2) ? "nearby" : undefined;
}

/** The distance between two rows of a paragraph, in points. */
export function linePitch({ rows }: PageRows): number {
  const steps = rows
    .slice(1)
    .map((row, index) => (rows[index]?.baseline ?? 0) - row.baseline)
    .filter((step) => step > 4)
    .sort((a, b) => a - b);
  return steps[Math.floor(steps.length / 4)] ?? 14;
}

/** The size of most of the page's text. */
export function bodyFontSize({ rows }: PageRows): number {
  const lengths = new Map<number, number>();
  for (const { fontSizePt, text } of rows)
    lengths.set(fontSizePt, (lengths.get(fontSizePt) ?? 0) + text.length);
  return [...lengths].reduce((best, entry) => (entry[1] > best[1] ? entry : best), [0, 0])[0];
}
