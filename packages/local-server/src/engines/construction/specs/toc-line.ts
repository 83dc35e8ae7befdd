import type { TextWord } from "../../pdf/text-words.js";
import { divisionName } from "./division-names.js";
import { cellsOf, rowOfWords, type PageRow } from "./page-rows.js";
import { leadingSectionNumber, type SectionNumber } from "./section-number.js";

/** What one row of a table of contents says. */
export type TocLine =
  | { kind: "division"; row: PageRow; code: string; title: string }
  | { kind: "entry"; row: PageRow; number: SectionNumber; title: string; titleLeft: number; hasPage: boolean }
  | { kind: "text"; row: PageRow; title: string; hasPage: boolean };

export type TocEntryLine = Extract<TocLine, { kind: "entry" }>;

const keyword = /^(?:[•▪●○*–—-]\s*)?(?:(?:SECTION|SECT?\.|DOCUMENT|DOC\.?|SPEC\.?)\s*(?:NO\.?\s*)?)?/i;
const leader = /(?:\s*[.·•…‥_∙․-]){3,}\s*|\s*…+\s*(?=\S*$)/u;
const leaderAtEnd = /(?:\s*[.·•…_∙․])+\s*$/u;
const number = String.raw`(?:\d{2}[ .-]?\d{2}[ .-]?\d{2}(?:\.\d{1,4})?|\d{5})`;
const pageWord = [
  String.raw`(?:pages?|pgs?\.?|pp?\.?)?\s*\d{1,4}(?:\s*(?:[-–—/]|thru|to|of)\s*\d{1,4})?(?:\s*(?:pages?|pgs?\.?|pp\.?))?`,
  String.raw`[ivxlc]{1,6}`,
  String.raw`[A-Z]{1,3}[-.]?\d{1,3}`,
  String.raw`(?:${number})\s*[-–—/.]\s*\d{1,3}(?:\s*(?:[-–—/]|thru|to)\s*(?:${number}\s*[-–—/.]\s*)?\d{1,3})?`,
  String.raw`\d{1,2}[-./]\d{1,2}[-./]\d{2,4}`,
  String.raw`(?:rev(?:ision)?\.?|add(?:endum)?\.?)\s*(?:no\.?\s*)?[0-9A-Z]{0,2}`,
  String.raw`n/?a|[-–—xX✓]+`,
].join("|");
const pageCell = new RegExp(`^(?:${pageWord})$`, "i");
const numberAndPageAtEnd = new RegExp(
  String.raw`\s+${number}\s*[-–—/]\s*\d{1,3}(?:\s*(?:[-–—/]|thru|to)\s*\S+)?$`,
);

/** Reads one row; `titlesFirst` where the contents list titles at the left and numbers at the right. */
export function tocLine(row: PageRow, titlesFirst: boolean = false): TocLine {
  return (
    divisionLine(row) ?? entryLine(row) ?? (titlesFirst ? reversedLine(row) : undefined) ?? textLine(row)
  );
}

function divisionLine(row: PageRow): TocLine | undefined {
  const { text: title } = titleOf(row.words, row.fontSizePt);
  const named = /^(?:DIVISION|DIV\.?)\s*(?:NO\.?\s*)?(\d{1,2})(?![\d.])\s*[-–—:.|]*\s*(.*)$/i.exec(title);
  if (named)
    return {
      kind: "division",
      row,
      code: (named[1] ?? "").padStart(2, "0"),
      title: cleanTitle(named[2] ?? ""),
    };
  const short = /^(\d{2})\s*[-–—:.]*\s+(\D.*)$/.exec(title);
  if (!short || !isDivisionTitle(short[1] ?? "", short[2] ?? "")) return undefined;
  return { kind: "division", row, code: short[1] ?? "", title: cleanTitle(short[2] ?? "") };
}

/** Compares letters only: `HEATING, VENTILATING AND AIR CONDITIONING` is division 23. */
export function isDivisionTitle(code: string, title: string): boolean {
  const letters = (text: string): string =>
    text
      .replace(/\(.*\)/, "")
      .replaceAll(/[^A-Za-z]/g, "")
      .toLowerCase();
  const name = letters(divisionName(code));
  return name !== "" && [name, letters(divisionName(code, true))].includes(letters(title));
}

function entryLine(row: PageRow): TocEntryLine | undefined {
  const before = keyword.exec(row.text)?.[0].length ?? 0;
  const whole = row.text.slice(before);
  // A page in its own column is no part of the number, even if it looks like one (`05 50 13.13   20`).
  const firstCell = rowOfWords(cellsOf(row.words, row.fontSizePt)[0] ?? [], 0, row.fontSizePt).text.slice(
    before,
  );
  const section = leadingSectionNumber(firstCell) ?? leadingSectionNumber(whole);
  if (!section || /^\s*[-–—]\s*\d/.test(whole.slice(section.text.length))) return undefined;
  const words = wordsAfter(row.words, before + section.text.length);
  const { text, hasPage } = titleOf(words, row.fontSizePt);
  const title = cleanTitle(text);
  if (title !== "" && !/[A-Za-z]{2}/.test(title)) return undefined;
  return { kind: "entry", row, number: section, title, titleLeft: words[0]?.left ?? row.left, hasPage };
}

function reversedLine(row: PageRow): TocEntryLine | undefined {
  const at = numberAtEnd(row);
  const section = at === undefined ? undefined : leadingSectionNumber(row.text.slice(at));
  if (at === undefined || !section) return undefined;
  const title = cleanTitle(row.text.slice(0, at).replace(leaderAtEnd, ""));
  if (!/[A-Za-z]{2}/.test(title)) return undefined;
  return { kind: "entry", row, number: section, title, titleLeft: row.left, hasPage: true };
}

/** Where the number behind a leader or a wide gap begins in the row's text. */
function numberAtEnd(row: PageRow): number | undefined {
  const behindLeader = /(?:[.·•…_∙․]\s*){2,}(?=\d)/u.exec(row.text);
  if (behindLeader) return behindLeader.index + behindLeader[0].length;
  const cells = cellsOf(row.words, row.fontSizePt).map((cell) => rowOfWords(cell, 0, row.fontSizePt).text);
  const index = cells.findIndex((cell, at) => at > 0 && leadingSectionNumber(cell) !== undefined);
  return index < 0 ? undefined : cells.slice(0, index).join(" ").length + 1;
}

function textLine(row: PageRow): TocLine {
  const { text, hasPage } = titleOf(row.words, row.fontSizePt);
  return { kind: "text", row, title: cleanTitle(text), hasPage };
}

/** The words that follow the first `length` characters of the row's text; a word that is cut keeps its rest. */
function wordsAfter(words: TextWord[], length: number): TextWord[] {
  let at = 0;
  for (const [index, word] of words.entries()) {
    const end = at + word.text.length;
    if (end > length) {
      const rest = word.text.slice(Math.max(0, length - at));
      return [{ ...word, text: rest }, ...words.slice(index + 1)];
    }
    at = end + 1;
  }
  return [];
}

/** The title without leader and page: they stand behind a leader or a wide gap, so that `HVAC` keeps its C. */
function titleOf(words: TextWord[], fontSizePt: number): { text: string; hasPage: boolean } {
  if (words.length === 0) return { text: "", hasPage: false };
  const all = rowOfWords(words, 0, fontSizePt).text;
  const dots = leader.exec(all);
  if (dots && dots.index > 0) return { text: all.slice(0, dots.index), hasPage: true };
  if (dots && dots.index === 0 && /[A-Za-z]{2}/.test(all.slice(dots[0].length)) === false)
    return { text: "", hasPage: true };
  const cells = cellsOf(words, fontSizePt).map((cell) => rowOfWords(cell, 0, fontSizePt));
  let hasPage = false;
  while (
    cells.length > 0 &&
    pageCell.test(cells.at(-1)?.text ?? "") &&
    (cells.length > 1 || /\d/.test(all))
  ) {
    if (cells.length === 1 && !/^\d{1,4}$/.test(all)) break;
    cells.pop();
    hasPage = true;
  }
  const text = cells.map((cell) => cell.text).join(" ");
  const bare = text.replace(numberAndPageAtEnd, "");
  return { text: bare, hasPage: hasPage || bare !== text };
}

/** One space between words, no leader or dash at either end; the hyphen of a broken word stays. */
export function cleanTitle(text: string): string {
  return text
    .replaceAll(/\s+/gu, " ")
    .replace(/^[\s\-–—:.|·…_,]+/u, "")
    .replace(/(?:\s+[-–—]+|[\s–—:|·…_.]+)+$/u, "")
    .trim();
}
