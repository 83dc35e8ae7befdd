import type { PageRow } from "./page-rows.js";
import { divisionName } from "./division-names.js";
import { isUsualDivision, type SectionNumber } from "./section-number.js";
import { cleanTitle, isDivisionTitle, tocLine, type TocEntryLine, type TocLine } from "./toc-line.js";
import type { TocPage } from "./toc-pages.js";

/** A section as the contents list it. */
export interface TocEntry {
  number: SectionNumber;
  title: string;
  /** The division heading it stands under. */
  heading: string | undefined;
}

/** The sections and the division headings of a table of contents, in its order. */
export interface TocEntries {
  entries: TocEntry[];
  divisionTitles: Map<string, string>;
}

const neverTitle =
  /^(?:APPENDI(?:X|CES)|ATTACHMENT|EXHIBIT|PART\s+\d|VOLUME|DRAWINGS?\b|LIST OF|INDEX|END OF|PAGE\b|NOT USED|RESERVED|SECTION\b|DIVISION\b|TITLE\b|(?:.* )?(?:SUB)?GROUP$|NOTE|\*|\(?(?:NOT USED|BOUND|UNDER SEPARATE))/i;

/** Puts the rows of the contents together: wrapped titles, division headings, one number format. */
export function tocEntries(pages: TocPage[]): TocEntries {
  const divisionTitles = new Map<string, string>();
  const entries: TocEntry[] = [];
  let heading: string | undefined;
  for (const page of pages) {
    const lines = joinWrapped(page.rows.map((row) => tocLine(row, page.titlesFirst)));
    lines.forEach((line, index) => {
      if (line.kind === "division") {
        heading = line.code;
        const title = line.title || followingTitle(lines, index);
        if (title && !divisionTitles.has(line.code)) divisionTitles.set(line.code, title);
      } else if (line.kind === "entry") {
        if (isDivisionHeading(line, lines, index, heading)) {
          heading = line.number.code.slice(0, 2);
          if (!divisionTitles.has(heading)) divisionTitles.set(heading, line.title);
        } else {
          entries.push({ number: line.number, title: line.title, heading });
        }
      }
    });
  }
  return { entries: unique(plausible(withoutPages(entries))), divisionTitles };
}

/** `DIVISION 03` with its title on the next row. */
function followingTitle(lines: TocLine[], index: number): string {
  const next = lines[index + 1];
  return next?.kind === "text" && /^[A-Z]/.test(next.title) && !neverTitle.test(next.title) ? next.title : "";
}

/** `03 00 00 CONCRETE` above the sections of division 03 is the division, not one of its sections. */
function isDivisionHeading(
  line: TocEntryLine,
  lines: TocLine[],
  index: number,
  heading: string | undefined,
): boolean {
  const division = line.number.code.slice(0, 2);
  if (!line.number.code.endsWith("0000") || heading === division) return false;
  const title = line.title.replace(/^DIVISION\s+\d+\s*[-–—:]?\s*/i, "");
  if (title !== "" && !isDivisionTitle(division, title) && divisionName(division) !== "") return false;
  const next = lines.slice(index + 1).find((other) => other.kind === "entry");
  const paged = lines.filter((other) => other.kind === "entry" && other.hasPage).length > 2;
  return (!paged || !line.hasPage) && next?.kind === "entry" && next.number.code.startsWith(division);
}

/** Gives the rows that are a part of a wrapped title to their entries. */
function joinWrapped(lines: TocLine[]): TocLine[] {
  const entries = lines.filter((line): line is TocEntryLine => line.kind === "entry");
  if (entries.length === 0) return lines;
  const layout: Layout = {
    titleLeft: median(entries.filter(({ title }) => title !== "").map(({ titleLeft }) => titleLeft)),
    numberLeft: median(entries.map(({ row }) => row.left)),
    right: Math.max(...lines.map(({ row }) => row.right)),
    paged: entries.filter(({ hasPage }) => hasPage).length >= entries.length / 2,
  };
  const parts = new Map<
    TocEntryLine,
    { before: string[]; after: string[]; last: PageRow; hasPage: boolean }
  >();
  for (const entry of entries)
    parts.set(entry, { before: [], after: [], last: entry.row, hasPage: entry.hasPage });
  const used = new Set<TocLine>();
  lines.forEach((line, index) => {
    if (line.kind !== "text" || !/[A-Za-z]{2}/.test(line.title) || neverTitle.test(line.title)) return;
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

interface Layout {
  titleLeft: number;
  numberLeft: number;
  /** Where the widest row ends. */
  right: number;
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
  return above.last.right + width > layout.right;
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
      .replaceAll(/([A-Za-z])- (?=[A-Za-z])/g, "$1-"),
  );
}

/** Where nothing but a space stands before the page, nearly every title ends with a number that never falls. */
function withoutPages(entries: TocEntry[]): TocEntry[] {
  const pages = entries.map(({ title }) => / (\d{1,4})$/.exec(title)?.[1]);
  const known = pages.filter((page) => page !== undefined).map(Number);
  const rising = known.every((page, index) => index === 0 || page >= (known[index - 1] ?? 0));
  if (known.length < 3 || known.length < 0.8 * entries.length || !rising) return entries;
  return entries.map((entry) => ({ ...entry, title: entry.title.replace(/ \d{1,4}$/, "") }));
}

/** Drops what only looks like a section: another number format out of order, a number that breaks the order. */
function plausible(entries: TocEntry[]): TocEntry[] {
  const counts = new Map<string, number>();
  for (const { number } of entries) counts.set(number.format, (counts.get(number.format) ?? 0) + 1);
  const [main] = [...counts].reduce((best, entry) => (entry[1] > best[1] ? entry : best), ["", 0]);
  const isRegular = ({ number }: TocEntry): boolean => number.format === main;
  const hasHeadings = entries.some(({ heading }) => heading !== undefined);
  const followers = followersOf(entries, isRegular);
  let before: TocEntry | undefined;
  return entries.filter((entry, index) => {
    const after = followers[index];
    const inOrder =
      (!before || before.number.code <= entry.number.code) &&
      (!after || entry.number.code <= after.number.code);
    const besideOwn = [before, after].some((other) => divisionOf(other) === divisionOf(entry));
    if (isRegular(entry)) before = entry;
    if (entry.title === "" && !inOrder) return false;
    if (!isRegular(entry)) return isSixDigit(entry) && inOrder && besideOwn;
    if (besideOwn || entry.heading === divisionOf(entry)) return true;
    if (inOrder) return isUsualDivision(entry.number);
    return entry.heading === undefined && main === "spaced" && isUsualDivision(entry.number) && !hasHeadings;
  });
}

/** For each entry the next one in the usual number format. */
function followersOf(entries: TocEntry[], isRegular: (entry: TocEntry) => boolean): (TocEntry | undefined)[] {
  const followers: (TocEntry | undefined)[] = [];
  let next: TocEntry | undefined;
  for (const entry of [...entries].reverse()) {
    followers.push(next);
    if (isRegular(entry)) next = entry;
  }
  return followers.reverse();
}

function divisionOf(entry: TocEntry | undefined): string | undefined {
  return entry?.number.code.slice(0, 2);
}

function isSixDigit({ number }: TocEntry): boolean {
  return number.format === "spaced" || number.format === "compact" || number.format === "pair";
}

/** Contents of several volumes list some sections twice. */
function unique(entries: TocEntry[]): TocEntry[] {
  const seen = new Map<string, TocEntry>();
  for (const entry of entries) {
    const key = entry.number.text.replaceAll(/[^\dA-Z.]/g, "");
    const known = seen.get(key);
    if (!known) seen.set(key, entry);
    else if (known.title === "") known.title = entry.title;
  }
  return [...seen.values()];
}

function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
