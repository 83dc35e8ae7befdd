import { type Box, unionBox } from "./grey-image.js";
import type { OcrLine, OcrPage, OcrTable, OcrWord } from "./recognise-page.js";

/** A paragraph read on a page, in pixels. */
export interface OcrParagraph {
  kind: "paragraph";
  box: Box;
  lines: OcrLine[];
  /** A list's bullet or number, where the text stands apart from it. */
  marker: string | undefined;
  text: string;
  /** Height of a row of its text. */
  rowHeight: number;
  /** Width of its strokes against the height of its rows. */
  weight: number;
  /** Distance between baselines; undefined for one line. */
  pitch: number | undefined;
}

export interface OcrTableItem {
  kind: "table";
  box: Box;
  table: OcrTable;
}

/** A page's paragraphs and tables in reading order. */
export function pageParagraphs(page: OcrPage): (OcrParagraph | OcrTableItem)[] {
  const blocks = page.blocks.map((lines) =>
    lines.map((line) => ({ ...line, words: line.words.map((word) => ({ ...word })) })),
  );
  const alone = page.loose.filter((line) => !attach(line, blocks.flat()));
  for (const line of [...blocks.flat(), ...alone]) markGaps(line);
  const items: (OcrParagraph | OcrTableItem)[] = joinSplit(blocks.flatMap((lines) => splitBlock(lines)));
  for (const line of alone) insert(items, toParagraph([line]));
  for (const table of page.tables) insert(items, { kind: "table", box: table.box, table });
  return items;
}

/** The words of lines as running text; a word that was divided at a line's end is put together again. */
export function joinLines(lines: readonly OcrLine[]): string {
  return lines.map(lineText).reduce((text, next) => (text === "" ? next : joinHyphen(text, next)), "");
}

function lineText({ words }: OcrLine): string {
  return words
    .map(({ text, tabBefore }, index) => (index === 0 ? text : `${tabBefore ? "\t" : " "}${text}`))
    .join("");
}

function joinHyphen(text: string, next: string): string {
  const divided = /(\S*\p{L})[-\u2010\u00ad]$/u.exec(text);
  if (!divided || !/^\p{L}/u.test(next)) return `${text} ${next}`;
  // "peer-to-" goes on as "peer-to-peer" and "Anti-" as "Anti-Circumvention": such a hyphen is part of the word.
  const isCompound = /[-\u2010]/.test(divided[1] ?? "") || !/^\p{Ll}/u.test(next) || !/\p{Ll}.$/u.test(text);
  return isCompound ? text + next : text.slice(0, -1) + next;
}

/** Puts a loose piece, such as a list number, to the line that it stands beside. */
function attach(loose: OcrLine, lines: readonly OcrLine[]): boolean {
  const middle = (loose.box.y0 + loose.box.y1) / 2;
  const beside = lines
    .filter((line) => line.box.y0 - 2 <= middle && middle <= line.box.y1 + 2)
    .map((line) => ({ line, gap: Math.max(line.box.x0 - loose.box.x1, loose.box.x0 - line.box.x1) }))
    .filter(({ line, gap }) => gap > -line.rowHeight && gap < line.rowHeight * 3)
    .sort((a, b) => a.gap - b.gap)[0]?.line;
  if (!beside) return false;
  beside.words = mergeTouching([...beside.words, ...loose.words].sort((a, b) => a.box.x0 - b.box.x0));
  beside.box = unionBox([beside.box, loose.box]);
  return true;
}

/** "5" and the "." that was read apart from it are one word. */
function mergeTouching(words: readonly OcrWord[]): OcrWord[] {
  const merged: OcrWord[] = [];
  for (const word of words) {
    const last = merged[merged.length - 1];
    const touches =
      last && word.box.x0 - last.box.x1 < (word.box.y1 - word.box.y0 + last.box.y1 - last.box.y0) * 0.15;
    if (last && touches && /^[.,:;)]+$/.test(word.text)) {
      merged[merged.length - 1] = {
        ...last,
        text: last.text + word.text,
        box: unionBox([last.box, word.box]),
      };
    } else {
      merged.push(word);
    }
  }
  return merged;
}

/** A gap that no justified text has is a tab. */
function markGaps(line: OcrLine): void {
  line.words.slice(1).forEach((word, index) => {
    const gap = word.box.x0 - (line.words[index]?.box.x1 ?? 0);
    const afterMarker = index === 0 && markerOf(line) !== undefined;
    if (gap > line.rowHeight * 2 && !afterMarker) word.tabBefore ??= "gap";
  });
}

function hasTab(line: OcrLine): boolean {
  return line.words.some(({ tabBefore }) => tabBefore !== undefined);
}

function splitBlock(lines: readonly OcrLine[]): OcrParagraph[] {
  const right = Math.max(...lines.map((line) => line.box.x1));
  if (isVerse(lines, right)) return lines.map((line) => toParagraph([line]));
  const groups: OcrLine[][] = [];
  for (const [index, line] of lines.entries()) {
    const before = lines[index - 1];
    const group = groups[groups.length - 1];
    if (group && before && !startsParagraph(line, before, group, { right, pitch: usualPitch(lines) }))
      group.push(line);
    else groups.push([line]);
  }
  return groups.map(toParagraph);
}

function startsParagraph(
  line: OcrLine,
  before: OcrLine,
  group: readonly OcrLine[],
  block: { right: number; pitch: number },
): boolean {
  if (markerOf(line) !== undefined || hasTab(before)) return true;
  // A line in columns stands alone; a title that wraps has its dots only at its end.
  if (line.words.some(({ tabBefore }) => tabBefore === "gap")) return true;
  const sizes = line.rowHeight / before.rowHeight;
  if (sizes > 1.18 || sizes < 0.85) return true;
  const pitch = line.baselineY - before.baselineY;
  if (pitch < 0 || pitch > block.pitch * 1.35) return true;
  const bodyLeft = group.length > 1 ? Math.min(...group.slice(1).map(({ box }) => box.x0)) : undefined;
  if (bodyLeft !== undefined && line.box.x0 > bodyLeft + line.rowHeight * 0.6) return true;
  // A line broke before its end although the next word had room: the writer ended the paragraph there.
  return fitsOn(before, line, block.right);
}

function fitsOn(before: OcrLine, line: OcrLine, right: number): boolean {
  const firstWord = line.words[0];
  if (!firstWord) return false;
  return right - before.box.x1 > firstWord.box.x1 - firstWord.box.x0 + line.rowHeight * 0.7;
}

/** Addresses and the like break their lines at will, running text only where a word has no room. */
function isVerse(lines: readonly OcrLine[], right: number): boolean {
  if (lines.length < 2 || lines.length > 8) return false;
  const width = right - Math.min(...lines.map((line) => line.box.x0));
  return lines.slice(1).some((line, index) => {
    const before = lines[index];
    return before !== undefined && right - before.box.x1 > width * 0.22 && !fitsOn(before, line, right);
  });
}

function usualPitch(lines: readonly OcrLine[]): number {
  const pitches = lines
    .slice(1)
    .map((line, index) => line.baselineY - (lines[index]?.baselineY ?? 0))
    .filter((pitch) => pitch > 0)
    .sort((a, b) => a - b);
  return pitches[Math.floor((pitches.length - 1) / 2)] ?? Number.POSITIVE_INFINITY;
}

function toParagraph(lines: readonly OcrLine[]): OcrParagraph {
  const [first] = lines;
  const marker = first && markerOf(first);
  const rest = marker && first ? [{ ...first, words: first.words.slice(1) }, ...lines.slice(1)] : lines;
  const heights = lines.map((line) => line.rowHeight).sort((a, b) => a - b);
  return {
    kind: "paragraph",
    box: unionBox(lines.map((line) => line.box)),
    lines: [...lines],
    marker,
    text: joinLines(rest),
    rowHeight: heights[Math.floor(heights.length / 2)] ?? 0,
    weight: Math.min(...lines.map((line) => line.weight)),
    pitch: lines.length > 1 ? usualPitch(lines) : undefined,
  };
}

/** The first word of a line where it is a bullet or a list number and the text begins at a distance. */
function markerOf(line: OcrLine): string | undefined {
  const [first, second] = line.words;
  if (!first || !second) return undefined;
  const isBullet = /^[•◦▪■●○*+·-]$/u.test(first.text);
  const isNumber = /^(\(?(\d{1,3}|[a-zA-Z]|[ivxIVX]{1,5})[.)])$/.test(first.text);
  const gap = second.box.x0 - first.box.x1;
  if (isBullet) return first.text === "-" && gap < line.rowHeight * 0.4 ? undefined : first.text;
  return isNumber && gap > line.rowHeight * 0.4 ? first.text : undefined;
}

/** A paragraph that goes on in the block below it is one. */
function joinSplit(paragraphs: readonly OcrParagraph[]): OcrParagraph[] {
  const joined: OcrParagraph[] = [];
  for (const paragraph of paragraphs) {
    const last = joined[joined.length - 1];
    if (last && goesOn(last, paragraph))
      joined[joined.length - 1] = toParagraph([...last.lines, ...paragraph.lines]);
    else joined.push(paragraph);
  }
  return joined;
}

function goesOn(last: OcrParagraph, next: OcrParagraph): boolean {
  const sameType = Math.abs(last.rowHeight / next.rowHeight - 1) < 0.12;
  const gap = next.box.y0 - last.box.y1;
  const near = gap < last.rowHeight && gap > -last.rowHeight * 0.5;
  const isLong = last.lines.length > 1 && last.text.length > 60;
  return (
    sameType &&
    near &&
    isLong &&
    /[\p{Ll},-]$/u.test(last.text) &&
    /^\p{Ll}/u.test(next.text) &&
    next.marker === undefined
  );
}

/** Puts an item before the first one that lies wholly below it, after what lies above it. */
function insert(items: (OcrParagraph | OcrTableItem)[], item: OcrParagraph | OcrTableItem): void {
  const overlapsX = (box: Box): boolean => Math.min(box.x1, item.box.x1) > Math.max(box.x0, item.box.x0);
  const middle = (item.box.y0 + item.box.y1) / 2;
  const lastAbove = items.findLastIndex(({ box }) => overlapsX(box) && (box.y0 + box.y1) / 2 < middle);
  const firstBelow = items.findIndex(({ box }) => overlapsX(box) && (box.y0 + box.y1) / 2 >= middle);
  if (lastAbove >= 0 && (firstBelow < 0 || lastAbove < firstBelow)) items.splice(lastAbove + 1, 0, item);
  else if (firstBelow >= 0) items.splice(firstBelow, 0, item);
  else {
    const below = items.findIndex(({ box }) => box.y0 >= item.box.y1);
    items.splice(below < 0 ? items.length : below, 0, item);
  }
}
