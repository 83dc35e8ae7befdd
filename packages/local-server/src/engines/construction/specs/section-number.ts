/** How a manual writes its section numbers. */
export type NumberFormat = "spaced" | "compact" | "pair" | "dashed" | "dotted" | "five-digit";

/** A section number as found in text. */
export interface SectionNumber {
  /** As written, for example `05 50 13.13`. */
  text: string;
  /** The six-digit code. */
  code: string;
  format: NumberFormat;
}

const suffix = String.raw`(?:\.\d{1,4}(?: [1-5][05])?)?[A-Z]?`;
/** Not a part of a longer number, a date or a telephone number. */
const end = String.raw`(?![\d/])(?![.,]\d)(?!\s?[-–]\s?\d{3})`;
const patterns: [NumberFormat, RegExp][] = [
  ["spaced", new RegExp(String.raw`^\d{2} \d{2} \d{2}${suffix}${end}`)],
  ["pair", new RegExp(String.raw`^\d{2}[ -]\d{4}${suffix}${end}`)],
  ["compact", new RegExp(String.raw`^\d{6}${suffix}${end}`)],
  ["dashed", new RegExp(String.raw`^\d{2}-\d{2}-\d{2}${suffix}${end}`)],
  ["dotted", new RegExp(String.raw`^\d{2}\.\d{2}\.\d{2}${suffix}${end}`)],
  ["five-digit", new RegExp(String.raw`^\d{5}[A-Z]?${end}`)],
];

/** Reads the section number that the text begins with. */
export function leadingSectionNumber(text: string): SectionNumber | undefined {
  for (const [format, pattern] of patterns) {
    const match = pattern.exec(text)?.[0];
    if (match === undefined) continue;
    // A letter belongs to the number (`08 71 00A`) only where no title is glued to it.
    const glued = /[A-Z]$/.test(match) && /^[A-Za-z]/.test(text.slice(match.length));
    const number = glued ? match.slice(0, -1) : match;
    return { text: number, code: number.replaceAll(/\D/g, "").padEnd(6, "0").slice(0, 6), format };
  }
  return undefined;
}

/** True for the divisions in use; numbers that MasterFormat keeps in reserve need other proof. */
export function isUsualDivision({ code, format }: SectionNumber): boolean {
  const division = Number(code.slice(0, 2));
  if (format === "five-digit") return division <= 17;
  return (
    division <= 14 ||
    (division >= 21 && division <= 28 && division !== 24) ||
    (division >= 31 && division <= 35) ||
    (division >= 40 && division <= 48 && division !== 47)
  );
}
