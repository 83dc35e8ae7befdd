import { isUsualDivision } from "./section-number.js";
import type { TocEntry } from "./toc-entries.js";

/** Drops what only looks like a section: another number format out of order, a number that breaks the order. */
export function plausibleEntries(entries: TocEntry[]): TocEntry[] {
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
