import { type Box, unionBox } from "./grey-image.js";
import type { InkComponent } from "./ink-components.js";
import type { OcrLine } from "./recognise-page.js";

/** Finds rows of dots such as those that lead to a page number. They confuse the recogniser. */
export function findDotLeaders(components: readonly InkComponent[], dpi: number): Box[] {
  const most = dpi * 0.035;
  const dots = components
    .filter(({ x0, x1, y0, y1 }) => x1 - x0 <= most && y1 - y0 <= most)
    .sort((a, b) => a.x0 - b.x0);
  const rows: InkComponent[][] = [];
  let open: InkComponent[][] = [];
  for (const dot of dots) {
    open = open.filter((row) => dot.x0 - (row[row.length - 1]?.x1 ?? 0) <= dpi * 0.14);
    const row = open.find((candidate) => continues(candidate, dot));
    if (row) {
      row.push(dot);
      continue;
    }
    const started = [dot];
    rows.push(started);
    open.push(started);
  }
  return rows.filter((row) => row.length >= fewestDots && isEven(row)).map(unionBox);
}

const fewestDots = 6;

function continues(row: readonly InkComponent[], dot: InkComponent): boolean {
  const last = row[row.length - 1];
  return last !== undefined && Math.abs(last.y1 - dot.y1) <= 2 && Math.abs(last.y0 - dot.y0) <= 2;
}

/** Leaders are set at one distance; specks are not. */
function isEven(row: readonly InkComponent[]): boolean {
  const steps = row.slice(1).map((dot, index) => dot.x0 - (row[index]?.x0 ?? 0));
  const usual = [...steps].sort((a, b) => a - b)[Math.floor(steps.length / 2)] ?? 0;
  return (
    steps.filter((step) => Math.abs(step - usual) <= Math.max(2, usual * 0.3)).length >= steps.length * 0.8
  );
}

/** Puts what stands on the two sides of a leader into one line that knows where the leader was. */
export function joinAcrossLeaders(blocks: readonly OcrLine[][], leaders: readonly Box[]): OcrLine[][] {
  const joined = blocks.map((lines) => [...lines]);
  for (const leader of leaders) joinAcross(joined, leader);
  return joined.filter((lines) => lines.length > 0);
}

function joinAcross(blocks: OcrLine[][], leader: Box): void {
  const middle = (leader.x0 + leader.x1) / 2;
  const row = blocks.flat().filter((line) => standsOnRow(line, leader));
  const left = row.find(
    (line) => line.box.x0 < middle && (line.words[0]?.box.x1 ?? Infinity) <= leader.x0 + 6,
  );
  const right = row.find((line) => line !== left && line.box.x0 >= middle);
  if (!left) return;
  if (right) {
    for (const lines of blocks) {
      const at = lines.indexOf(right);
      if (at >= 0) lines.splice(at, 1);
    }
    left.words = [...left.words, ...right.words];
    left.box = unionBox([left.box, right.box]);
  }
  const after = left.words.find((word) => (word.box.x0 + word.box.x1) / 2 > middle);
  if (after && after !== left.words[0]) after.tabBefore = "dots";
}

/** A leader stands on the baseline. */
function standsOnRow(line: OcrLine, leader: Box): boolean {
  return Math.abs(line.baselineY - leader.y1) < line.rowHeight * 0.3;
}
