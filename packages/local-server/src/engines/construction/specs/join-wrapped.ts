import type { PageRow } from "./page-rows.js";
import { cleanTitle, type TocEntryLine, type TocLine } from "./toc-line.js";

/** What stands between entries and is no title. */
export const neverTitle: RegExp =
  /^(?:APPENDI(?:X|CES)|ATTACHMENT|EXHIBIT|PART\s+\d|VOLUME|DRAWINGS?\b|LIST OF|INDEX|END OF|PAGE\b|NOT USED|RESERVED|SECTION\b|DIVISION\b|TITLE\b|(?:.* )?(?:SUB)?GROUP$|NOTE|\*|\(?(?:NOT USED|BOUND|UNDER SEPARATE))/i;

/** Gives the rows that are a part of a wrapped title to their entries. */
export function joinWrapped(lines: TocLine[]): TocLine[] {
  const entries = lines.filter((line): line is TocEntryLine => line.kind === "entry");
  if (entries.length === 0) return lines;
  const layout: Layout = {
    titleLeft: median(entries.filter(({ title }) => title !== "").map(({ titleLeft }) => titleLeft)),
    numberLeft: median(entries.map(({ row }) => row.left)),
    rows: lines.map(({ row }) => row),
    paged: entries.filter(({ hasPage }) => hasPage).length >= 0.25 * entries.length,
  };
  const parts = new Map<
    TocEntryLine,
    { before: string[]; after: string[]; last: PageRow; hasPage: boolean }
  >();
  for (const entry of entries)
    parts.set(entry, { before: [], after: [], last: entry.row, hasPage: entry.hasPage });
  const used = new Set<TocLine>();
  for (const { entry, before, after } of centredTitles(lines, layout)) {
    parts.get(entry)?.before.push(...before.map((line) => line.title));
    parts.get(entry)?.after.push(...after.map((line) => line.title));
    for (const line of [...before, ...after]) used.add(line);
  }
  lines.forEach((line, index) => {
    if (
      used.has(line) ||
      line.kind !== "text" ||
      !/[A-Za-z]{2}/.test(line.title) ||
      neverTitle.test(line.title)
    )
      return;
    const previous = entryBefore(lines, index, used);
    const next = entryAfter(lines, index);
    const above = previous && parts.get(previous);
    const gapAbove = above ? above.last.baseline - line.row.baseline : Infinity;
    const gapBelow = next ? line.row.baseline - next.row.baseline : Infinity;
    const inTitles =
      Math.abs(line.row.left - layout.titleLeft) < 5 && layout.titleLeft > layout.numberLeft + 20;
    const size = line.row.fontSizePt;
    if (
      next &&
      inTitles &&
      gapBelow < 2 * size &&
      (gapBelow < 0.8 * gapAbove || (next.title === "" && gapBelow <= gapAbove))
    ) {
      parts.get(next)?.before.push(line.title);
      used.add(line);
    } else if (
      above &&
      gapAbove > 0 &&
      gapAbove < 2.2 * size &&
      isContinuation(line, above, inTitles, layout)
    ) {
      above.after.push(line.title);
      above.last = line.row;
      above.hasPage ||= line.hasPage;
      used.add(line);
    }
  });
  return lines
    .filter((line) => !used.has(line))
    .map((line) => {
      const part = line.kind === "entry" ? parts.get(line) : undefined;
      if (line.kind !== "entry" || !part) return line;
      return {
        ...line,
        title: joinTitle([...part.before, line.title, ...part.after]),
        hasPage: part.hasPage,
      };
    });
}

interface CentredTitle {
  entry: TocEntryLine;
  before: TocLine[];
  after: TocLine[];
}

/** In a table the number may stand at half the height of a title of several lines; wider gaps part the titles. */
function centredTitles(lines: TocLine[], { titleLeft, numberLeft }: Layout): CentredTitle[] {
  const isTitle = (line: TocLine): boolean =>
    line.kind === "text"
      ? Math.abs(line.row.left - titleLeft) < 5
      : line.kind === "entry" && line.title !== "";
  if (titleLeft <= numberLeft + 20) return [];
  const titles = lines.filter(isTitle);
  const gaps = titles.slice(1).map((line, index) => (titles[index]?.row.baseline ?? 0) - line.row.baseline);
  const pitch = Math.min(...gaps.filter((gap) => gap > 4));
  const found: CentredTitle[] = [];
  let group: TocLine[] = [];
  titles.forEach((line, index) => {
    group.push(line);
    const gap = gaps[index] ?? Infinity;
    if (gap >= 0 && gap < 1.25 * pitch) return;
    const centred = centredTitle(lines, group);
    if (centred) found.push(centred);
    group = [];
  });
  return found;
}

/** One entry without a title of its own within the group: then all of the group is its title. */
function centredTitle(lines: TocLine[], group: TocLine[]): CentredTitle | undefined {
  const top = group[0]?.row.baseline ?? 0;
  const bottom = group.at(-1)?.row.baseline ?? 0;
  const entries = lines.filter(
    (line): line is TocEntryLine =>
      line.kind === "entry" && line.row.baseline < top + 1 && line.row.baseline > bottom - 1,
  );
  const [entry] = entries;
  if (!entry || entries.length > 1 || group.length < 2) return undefined;
  const parts = group.filter((line) => line !== entry);
  if (parts.some((line) => line.kind !== "text" || neverTitle.test(line.title))) return undefined;
  return {
    entry,
    before: parts.filter((line) => line.row.baseline > entry.row.baseline),
    after: parts.filter((line) => line.row.baseline < entry.row.baseline),
  };
}

interface Layout {
  titleLeft: number;
  numberLeft: number;
  rows: PageRow[];
  /** Most entries name a page. */
  paged: boolean;
}

function isContinuation(
  line: TocLine,
  above: { last: PageRow; hasPage: boolean },
  inTitles: boolean,
  layout: Layout,
): boolean {
  if (line.row.left < layout.numberLeft - 3) return false;
  if (inTitles || line.row.left > layout.titleLeft + 5) return inTitles || !above.hasPage;
  if (layout.paged) return !above.hasPage;
  const firstWord = line.row.words[0];
  const width = firstWord ? firstWord.right - firstWord.left : 0;
  return above.last.right + width > columnRight(layout.rows, line.row);
}

/** Where the widest row of the same column ends. */
function columnRight(rows: PageRow[], row: PageRow): number {
  return Math.max(...rows.filter(({ left }) => Math.abs(left - row.left) < 60).map(({ right }) => right));
}

function entryBefore(lines: TocLine[], index: number, used: Set<TocLine>): TocEntryLine | undefined {
  for (let at = index - 1; at >= 0; at -= 1) {
    const line = lines[at];
    if (line?.kind === "entry") return line;
    if (line?.kind === "division" || (line && !used.has(line))) return undefined;
  }
  return undefined;
}

function entryAfter(lines: TocLine[], index: number): TocEntryLine | undefined {
  const next = lines.slice(index + 1).find((line) => line.kind !== "text");
  return next?.kind === "entry" ? next : undefined;
}

/** A word broken at its hyphen is joined without a space. */
function joinTitle(parts: string[]): string {
  return cleanTitle(
    parts
      .filter((part) => part !== "")
      .join(" ")
      .replaceAll(/(\p{L})- (?=\p{L})/gu, "$1-"),
  );
}

function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
