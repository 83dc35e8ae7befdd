import type { TocResult } from "./specs/toc-result.js";

/** What a content-extract request asks for. */
export interface SectionRequest {
  section_codes?: string[] | undefined;
  division_codes?: string[] | undefined;
}

/** Six-digit codes in the order of the request, or the API's code for why there are none. */
export type ResolvedSections =
  | { ok: true; section_codes: string[] }
  | { ok: false; code: "INVALID_SECTION_CODE" | "NO_SECTIONS_RESOLVED"; message: string };

/**
 * Resolves a content-extract request against a toc-parser result as the API documents it: of section codes only digits
 * count, and of these the first six; divisions stand for their sections in the result; what is named twice counts once.
 * A five-digit number is valid where the manual has it.
 */
export function resolveSections(toc: TocResult, request: SectionRequest): ResolvedSections {
  const codes = new Set<string>();
  for (const asked of request.section_codes ?? []) {
    const code = sixDigits(asked, toc);
    if (code === undefined) {
      const message = `Section code ${JSON.stringify(asked)} has fewer than six digits. Give codes such as "033000".`;
      return { ok: false, code: "INVALID_SECTION_CODE", message };
    }
    codes.add(code);
  }
  for (const asked of request.division_codes ?? []) {
    const division = asked.replaceAll(/\D/g, "").slice(-2).padStart(2, "0");
    if (!/\d/.test(asked)) continue;
    for (const { division_code, sections } of toc.divisions) {
      if (division_code === division) for (const { section_code } of sections) codes.add(section_code);
    }
  }
  if (codes.size > 0) return { ok: true, section_codes: [...codes] };
  const present = toc.divisions.map(({ division_code }) => division_code).join(", ") || "none";
  const message = `Nothing in the table of contents matches. Its divisions: ${present}.`;
  return { ok: false, code: "NO_SECTIONS_RESOLVED", message };
}

function sixDigits(asked: string, toc: TocResult): string | undefined {
  const digits = asked.replaceAll(/\D/g, "");
  if (digits.length >= 6) return digits.slice(0, 6);
  if (digits === "") return undefined;
  const sections = toc.divisions.flatMap((division) => division.sections);
  return sections.find(({ section_number }) => section_number?.replaceAll(/\D/g, "") === digits)
    ?.section_code;
}
