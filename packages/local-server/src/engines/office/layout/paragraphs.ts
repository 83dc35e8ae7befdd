import type { Box } from "../../pdf/matrix.js";
import { wordLines } from "../../pdf/text-lines.js";
import type { TextWord } from "../../pdf/text-words.js";
import type { Decorations } from "./decorations.js";
import type { ParagraphBlock, TabStop } from "./layout-model.js";
import { lineFacts, type LineFacts } from "./line-facts.js";
import { monoPitch, monoRuns } from "./mono-runs.js";
import { isCentered, paragraphLines, type Frame } from "./paragraph-lines.js";
import { RunBuilder } from "./run-builder.js";
import { joinLines } from "./line-joins.js";

/** What paragraphs need to know of the page they are on. */
export interface PageText {
  decorations: Decorations;
  /** Words so far with a hyphen inside, so that a hyphen at a line's end can be told from a word break. */
  hyphenated: Set<string>;
}

/** Builds the paragraphs of a column from its words. */
export function buildParagraphs(words: TextWord[], frame: Frame, page: PageText): ParagraphBlock[] {
  if (words.length === 0) return [];
  const lines = wordLines(words).map(lineFacts);
  return paragraphLines(lines, frame).map((group) => toParagraph(group, frame, page));
}

/** One line as a paragraph of its own. */
export function lineParagraph(line: LineFacts, frame: Frame, page: PageText): ParagraphBlock {
  return toParagraph([line], frame, page);
}

function toParagraph(lines: LineFacts[], frame: Frame, page: PageText): ParagraphBlock {
  const first = lines[0];
  if (!first) throw new RangeError("A paragraph has at least one line");
  const box = boxAround(lines);
  const mono = first.mono && (lines.length > 1 || !first.leader);
  const base: ParagraphBlock = {
    kind: "paragraph",
    box,
    runs: [],
    align: "left",
    indentPt: Math.max(0, first.line.left - frame.left),
    firstLinePt: 0,
    tabs: [],
    lineCount: lines.length,
    pitchPt: pitch(lines),
    sizePt: first.line.fontSizePt,
    bold: lines.every((facts) => facts.bold),
    mono,
    role: { kind: "body" },
  };
  if (mono) {
    const indentPt = Math.max(0, box.left - frame.left);
    return { ...base, indentPt, pitchPt: monoPitch(lines), runs: monoRuns(lines, page.decorations) };
  }
  if (first.leader) return leaderParagraph(base, first, frame, page);
  if (lines.length === 1 && first.segments.length > 1) return tabbedParagraph(base, first, frame, page);
  return flowingParagraph(base, lines, frame, page);
}

function boxAround(lines: LineFacts[]): Box {
  return {
    left: Math.min(...lines.map(({ line }) => line.left)),
    right: Math.max(...lines.map(({ line }) => line.right)),
    bottom: Math.min(...lines.map(({ line }) => line.bottom)),
    top: Math.max(...lines.map(({ line }) => line.top)),
  };
}

function pitch(lines: LineFacts[]): number {
  const first = lines[0]?.line;
  const last = lines.at(-1)?.line;
  if (!first || !last) return 0;
  if (lines.length === 1) return 1.2 * first.fontSizePt;
  return (first.baseline - last.baseline) / (lines.length - 1);
}

/** Text, a row of dots, a page number: the dots become a tab that draws them. */
function leaderParagraph(
  base: ParagraphBlock,
  facts: LineFacts,
  frame: Frame,
  page: PageText,
): ParagraphBlock {
  const builder = new RunBuilder(page.decorations);
  const { line, leader } = facts;
  const [before, after] = [leader?.before ?? [], leader?.after ?? []];
  addSpaced(builder, line.words, new Set(before), line);
  builder.gap("\t");
  addSpaced(builder, line.words, new Set(after), line);
  const tabs: TabStop[] = [{ positionPt: line.right - frame.left, align: "right", leader: "dot" }];
  return { ...base, runs: builder.finish(), tabs };
}

function addSpaced(
  builder: RunBuilder,
  words: TextWord[],
  chosen: Set<unknown>,
  line: { baseline: number; fontSizePt: number },
): void {
  let isFirst = true;
  for (const word of words) {
    const chars = word.chars.filter((char) => chosen.has(char));
    if (chars.length === 0) continue;
    if (!isFirst) builder.gap(" ");
    isFirst = false;
    builder.add(chars, line);
  }
}

/** One line whose parts stand far apart. */
function tabbedParagraph(
  base: ParagraphBlock,
  facts: LineFacts,
  frame: Frame,
  page: PageText,
): ParagraphBlock {
  const builder = new RunBuilder(page.decorations);
  const tabs: TabStop[] = [];
  facts.segments.forEach((segment, index) => {
    const left = segment[0]?.left ?? 0;
    const right = segment.at(-1)?.right ?? left;
    if (index > 0) {
      builder.gap("\t");
      const atEdge = index === facts.segments.length - 1 && Math.abs(right - frame.right) < 4;
      tabs.push({
        positionPt: (atEdge ? right : left) - frame.left,
        align: atEdge ? "right" : "left",
        leader: "none",
      });
    }
    addSpaced(builder, segment, new Set(segment.flatMap((word) => word.chars)), facts.line);
  });
  return { ...base, runs: builder.finish(), tabs };
}

function flowingParagraph(
  base: ParagraphBlock,
  lines: LineFacts[],
  frame: Frame,
  page: PageText,
): ParagraphBlock {
  const builder = new RunBuilder(page.decorations);
  const hanging = hangingStart(lines);
  lines.forEach(({ line }, index) => {
    const previous = lines[index - 1]?.line.words.at(-1)?.text;
    const next = line.words[0]?.text;
    if (previous !== undefined && next !== undefined) joinLines(builder, previous, next, page.hyphenated);
    line.words.forEach((word, at) => {
      if (at > 0) builder.gap(index === 0 && at === 1 && hanging !== undefined ? "\t" : " ");
      builder.word(word, line);
    });
  });
  return { ...base, runs: builder.finish(), ...placement(lines, frame, hanging) };
}

/** Where a list item's text starts, if a marker stands apart from it. */
function hangingStart(lines: LineFacts[]): number | undefined {
  const [marker, text] = lines[0]?.line.words ?? [];
  if (!marker || !text || lines[0]?.marker === undefined) return undefined;
  const second = lines[1]?.line.left;
  const gap = text.left - marker.right;
  if (second !== undefined && Math.abs(second - text.left) < 2) return text.left;
  return gap > 0.45 * text.fontSizePt ? text.left : undefined;
}

function placement(
  lines: LineFacts[],
  frame: Frame,
  hanging: number | undefined,
): Pick<ParagraphBlock, "align" | "indentPt" | "firstLinePt"> {
  const first = lines[0]?.line.left ?? frame.left;
  const rest =
    hanging ?? (lines.length > 1 ? Math.min(...lines.slice(1).map(({ line }) => line.left)) : first);
  const align = alignment(lines, frame);
  if (align === "center" || align === "right") return { align, indentPt: 0, firstLinePt: 0 };
  return { align, indentPt: Math.max(0, rest - frame.left), firstLinePt: first - Math.max(rest, frame.left) };
}

function alignment(lines: LineFacts[], frame: Frame): ParagraphBlock["align"] {
  const last = lines.at(-1);
  if (!last) return "left";
  if (lines.every((facts) => isCentered(facts, frame)) && !sameLefts(lines)) return "center";
  const width = frame.right - frame.left;
  const atRight = lines.every(({ line }) => Math.abs(line.right - frame.right) < 2);
  if (atRight && lines.every(({ line }) => line.left > frame.left + 0.25 * width)) return "right";
  const full = lines.slice(0, -1);
  const edge = full[0]?.line.right ?? 0;
  if (full.length > 1 && full.every(({ line }) => Math.abs(line.right - edge) < 1.2)) return "justify";
  return "left";
}

function sameLefts(lines: LineFacts[]): boolean {
  const left = lines[0]?.line.left ?? 0;
  return lines.length > 1 && lines.every(({ line }) => Math.abs(line.left - left) < 1);
}
