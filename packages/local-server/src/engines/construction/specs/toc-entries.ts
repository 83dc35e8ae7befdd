import { divisionName } from "./division-names.js";
import { joinWrapped, neverTitle } from "./join-wrapped.js";
import { plausibleEntries } from "./plausible-entries.js";
import type { SectionNumber } from "./section-number.js";
import { isDivisionTitle, tocLine, type TocEntryLine, type TocLine } from "./toc-line.js";
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

/** Puts the rows of the contents together: wrapped titles, division headings, one number format. */
export function tocEntries(pages: TocPage[]): TocEntries {
  const divisionTitles = new Map<string, string>();
  const entries: TocEntry[] = [];
  let heading: string | undefined;
  const lines = pages.flatMap(({ rows, titlesFirst }) =>
    joinWrapped(rows.map((row) => tocLine(row, titlesFirst))),
  );
  for (const [index, line] of lines.entries()) {
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
  }
  return { entries: unique(plausibleEntries(withoutPages(entries))), divisionTitles };
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

/** Where nothing but a space stands before the page, nearly every title ends with a number that never falls. */
function withoutPages(entries: TocEntry[]): TocEntry[] {
  const pages = entries.map(({ title }) => / (\d{1,4})$/.exec(title)?.[1]);
  const known = pages.filter((page) => page !== undefined).map(Number);
  const rising = known.every((page, index) => index === 0 || page >= (known[index - 1] ?? 0));
  if (known.length < 3 || known.length < 0.8 * entries.length || !rising) return entries;
  return entries.map((entry) => ({ ...entry, title: entry.title.replace(/ \d{1,4}$/, "") }));
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
