import { divisionName } from "./division-names.js";
import type { TocEntries } from "./toc-entries.js";
import type { TocDivision, TocResult } from "./toc-result.js";

/** Groups sections by division, both in the order of the manual. */
export function tocOfEntries({
  entries,
  divisionTitles,
}: Pick<TocEntries, "entries" | "divisionTitles">): TocResult {
  const divisions = new Map<string, TocDivision>();
  for (const { number, title } of entries) {
    const code = number.code.slice(0, 2);
    const division = divisions.get(code) ?? {
      division_code: code,
      division_title: divisionTitles.get(code) ?? divisionName(code, number.format === "five-digit"),
      sections: [],
    };
    division.sections.push({ section_code: number.code, section_title: title, section_number: number.text });
    divisions.set(code, division);
  }
  return { divisions: [...divisions.values()] };
}
