import type { LineFacts } from "./line-facts.js";

/** The column that lines stand in. */
export interface Frame {
  left: number;
  right: number;
}

/** Groups a column's lines, top to bottom, into paragraphs. */
export function paragraphLines(all: LineFacts[], frame: Frame): LineFacts[][] {
  const pitch = normalPitch(all);
  const edges = blockEdges(all, textEdge(all, frame), pitch);
  const lines = all.map((facts, index) => withoutStretch(facts, frame, edges[index]));
  const paragraphs: LineFacts[][] = [];
  lines.forEach((facts, index) => {
    const paragraph = paragraphs.at(-1);
    const edge = edges[index - 1] ?? { right: frame.right, justified: false };
    const surroundings = { frame, pitch, ...edge };
    if (paragraph && continues(paragraph, facts, lines[index + 1], surroundings)) paragraph.push(facts);
    else paragraphs.push([facts]);
  });
  return paragraphs;
}

/** Between words of a justified line even wide gaps are word spacing. */
function withoutStretch(facts: LineFacts, frame: Frame, edge: Edge | undefined): LineFacts {
  const { line, segments } = facts;
  if (segments.length < 2 || !edge?.justified || Math.abs(line.right - edge.right) > 1.5) return facts;
  const { words, fontSizePt } = line;
  const widest = Math.max(
    ...words.slice(1).map((word, index) => word.left - (words[index]?.right ?? word.left)),
  );
  if (line.left - frame.left > 3 * fontSizePt || widest > 10 * fontSizePt) return facts;
  return { ...facts, segments: [words] };
}

/** Where full lines end, and whether they all do so exactly. */
interface Edge {
  right: number;
  justified: boolean;
}

interface Surroundings extends Edge {
  frame: Frame;
  /** Usual distance of baselines in font sizes. */
  pitch: number;
}

function continues(
  paragraph: LineFacts[],
  facts: LineFacts,
  following: LineFacts | undefined,
  surroundings: Surroundings,
): boolean {
  const previous = paragraph.at(-1);
  const first = paragraph[0];
  if (!previous || !first || !isNear(previous, facts, surroundings.pitch)) return false;
  if (previous.mono && facts.mono) return true;
  if (previous.mono !== facts.mono && !sharesFlow(previous, facts)) return false;
  if (previous.leader || facts.leader || previous.segments.length > 1 || facts.segments.length > 1)
    return false;
  if (previous.look !== facts.look && (previous.bold || facts.bold || !sharesFlow(previous, facts)))
    return false;
  if (startsItem(first, previous, facts, surroundings)) return false;
  const sameLeft = Math.abs(previous.line.left - facts.line.left) < 1;
  if (!sameLeft && isCentered(previous, surroundings.frame) && isCentered(facts, surroundings.frame)) {
    return isFullCentered(previous, facts, surroundings);
  }
  return isFull(previous, facts, surroundings) && fitsIndent(paragraph, facts, following);
}

function isNear(previous: LineFacts, facts: LineFacts, pitch: number): boolean {
  const size = Math.max(previous.line.fontSizePt, facts.line.fontSizePt);
  const distance = previous.line.baseline - facts.line.baseline;
  if (previous.mono && facts.mono) return distance < 2.6 * size;
  if (Math.abs(previous.line.fontSizePt - facts.line.fontSizePt) > 0.1 * size) return false;
  return distance > 0.3 * size && distance < 1.22 * pitch * size + 0.5;
}

/** A change of look within running text: both lines have more than the look that most of their characters have. */
function sharesFlow(previous: LineFacts, facts: LineFacts): boolean {
  return looks(previous).has(facts.look) || looks(facts).has(previous.look);
}

function looks(facts: LineFacts): Set<string> {
  return new Set(facts.line.words.flatMap((word) => word.chars.map((char) => `${char.bold} ${char.color}`)));
}

function startsItem(
  first: LineFacts,
  previous: LineFacts,
  facts: LineFacts,
  surroundings: Surroundings,
): boolean {
  if (facts.marker === undefined) return false;
  if (facts.marker === "bullet") return true;
  return first.marker === facts.marker || !isFull(previous, facts, surroundings) || isOutdented(first, facts);
}

function isOutdented(first: LineFacts, facts: LineFacts): boolean {
  return Math.abs(first.line.left - facts.line.left) < 1 && first.marker !== undefined;
}

/** Full: the next line's first word would not have fitted. */
function isFull(previous: LineFacts, facts: LineFacts, { right, justified }: Edge): boolean {
  const word = facts.line.words[0];
  if (!word) return false;
  if (justified && previous.line.right < right - 2.5) return false;
  const space = 0.25 * facts.line.fontSizePt;
  const needed = isCjk(word.text) ? facts.line.fontSizePt : word.right - word.left;
  return previous.line.right + space + needed > right - 0.1 * facts.line.fontSizePt;
}

function isFullCentered(previous: LineFacts, facts: LineFacts, { frame }: Surroundings): boolean {
  const word = facts.line.words[0];
  if (!word) return false;
  const width = previous.line.right - previous.line.left;
  // Centred lines are broken by hand as often as by the margin; big ones are one heading.
  return width + word.right - word.left > 0.75 * (frame.right - frame.left);
}

export function isCentered({ line }: LineFacts, frame: Frame): boolean {
  const before = line.left - frame.left;
  const after = frame.right - line.right;
  return (
    before > 1.5 * line.fontSizePt &&
    Math.abs(before - after) < Math.max(3, 0.02 * (frame.right - frame.left))
  );
}

function fitsIndent(paragraph: LineFacts[], facts: LineFacts, following: LineFacts | undefined): boolean {
  const first = paragraph[0];
  const previous = paragraph.at(-1);
  if (!first || !previous) return false;
  const em = facts.line.fontSizePt;
  const { left } = facts.line;
  if (paragraph.length > 1) return Math.abs(left - previous.line.left) < 0.6 * em;
  const shift = left - first.line.left;
  if (Math.abs(shift) < 0.6 * em) return true;
  if (shift < 0) return first.marker !== undefined ? false : shift > -5 * em;
  if (first.marker !== undefined) return shift < 6 * em;
  // Further in than the only line before it: a hanging indent if the line after it agrees, else a new paragraph.
  return !!following && Math.abs(following.line.left - left) < 0.6 * em && shift < 5 * em;
}

function isCjk(text: string): boolean {
  return /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u.test(text);
}

/** Where full lines end: the farthest place that several lines agree on, and whether they do so exactly. */
function textEdge(lines: LineFacts[], frame: Frame): Edge {
  if (lines.length < 4) return { right: frame.right, justified: false };
  const rights = lines.map(({ line }) => line.right).sort((first, second) => second - first);
  const width = frame.right - frame.left;
  const enough = Math.max(2, 0.1 * rights.length);
  const agree = (edge: number): number =>
    rights.filter((other) => other <= edge && other > edge - 0.06 * width).length;
  const right = Math.min(frame.right, rights.find((edge) => agree(edge) >= enough) ?? frame.right);
  const near = rights.filter((edge) => edge > right - 0.12 * width && edge < right + 1);
  const exact = near.filter((edge) => Math.abs(edge - right) < 1.2);
  return { right, justified: near.length >= 5 && exact.length >= 0.75 * near.length };
}

/** The usual distance of baselines in font sizes: that of the closer quarter of lines. */
function normalPitch(lines: LineFacts[]): number {
  const ratios: number[] = [];
  lines.slice(1).forEach((facts, index) => {
    const previous = lines[index];
    if (!previous) return;
    const size = Math.max(facts.line.fontSizePt, previous.line.fontSizePt);
    if (Math.abs(facts.line.fontSizePt - previous.line.fontSizePt) > 0.1 * size) return;
    const ratio = (previous.line.baseline - facts.line.baseline) / size;
    if (ratio > 0.8 && ratio < 2.4) ratios.push(ratio);
  });
  ratios.sort((first, second) => first - second);
  return Math.max(1, ratios[Math.floor(ratios.length / 4)] ?? 1.25);
}

/**
 * For each line, where a full line of its block would end. A block is a run of close lines; if most of them end near
 * the same place they were wrapped there, otherwise they were broken by hand and the column's edge counts.
 */
function blockEdges(lines: LineFacts[], column: Edge, pitch: number): Edge[] {
  const edges: Edge[] = [];
  let start = 0;
  for (let index = 1; index <= lines.length; index += 1) {
    const previous = lines[index - 1];
    const facts = lines[index];
    if (previous && facts && isNear(previous, facts, pitch)) continue;
    const block = lines.slice(start, index);
    const edge = blockEdge(block, column);
    edges.push(...block.map(() => edge));
    start = index;
  }
  return edges;
}

function blockEdge(block: LineFacts[], column: Edge): Edge {
  const right = Math.max(...block.map(({ line }) => line.right));
  const left = Math.min(...block.map(({ line }) => line.left));
  const within = (slack: number): number => block.filter(({ line }) => line.right > right - slack).length;
  const wrapped =
    block.length >= 4 &&
    (within(0.12 * (right - left)) >= 0.6 * (block.length - 1) || breaksWhereNeeded(block, right));
  if (!wrapped || right > column.right - 1) return column;
  return { right, justified: within(1.2) >= 0.6 * (block.length - 1) };
}

/** Nearly every line ends where the next line's first word would have gone over the edge. */
function breaksWhereNeeded(block: LineFacts[], right: number): boolean {
  const pairs = block.slice(1).map((facts, index) => ({ previous: block[index], facts }));
  const needed = pairs.filter(
    ({ previous, facts }) => previous && isFull(previous, facts, { right, justified: false }),
  );
  return needed.length >= 0.75 * pairs.length;
}
