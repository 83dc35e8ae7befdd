import type { TextWord } from "../../pdf/text-words.js";
import type { Decorations } from "./decorations.js";
import type { TextRun } from "./layout-model.js";
import type { LineFacts } from "./line-facts.js";
import { RunBuilder } from "./run-builder.js";

/** Wider gaps than this are taken for layout, not for spaces. */
const maxSpaces = 120;

/** Fixed-pitch text as it stands: its line breaks, blank lines and runs of spaces kept. */
export function monoRuns(lines: LineFacts[], decorations: Decorations): TextRun[] {
  const builder = new RunBuilder(decorations);
  const left = Math.min(...lines.map(({ line }) => line.left));
  const pitchPt = monoPitch(lines);
  const advance = charAdvance(lines.flatMap(({ line }) => line.words));
  lines.forEach(({ line }, index) => {
    const previous = lines[index - 1]?.line;
    if (previous)
      builder.gap("\n".repeat(Math.max(1, Math.round((previous.baseline - line.baseline) / pitchPt))));
    let right = left;
    line.words.forEach((word, at) => {
      const spaces = Math.round((word.left - right) / advance);
      builder.gap(" ".repeat(Math.min(maxSpaces, Math.max(at === 0 ? 0 : 1, spaces))));
      builder.word(word, line);
      right = word.right;
    });
  });
  return builder.finish();
}

/** The smallest distance of baselines: lines further apart have blank lines between them. */
export function monoPitch(lines: LineFacts[]): number {
  const distances = lines
    .slice(1)
    .map(({ line }, index) => (lines[index]?.line.baseline ?? 0) - line.baseline);
  return distances.length > 0 ? Math.min(...distances) : 1.2 * (lines[0]?.line.fontSizePt ?? 10);
}

function charAdvance(words: TextWord[]): number {
  const widths = words
    .flatMap((word) => word.chars)
    .map((char) => char.right - char.left)
    .filter((width) => width > 0)
    .sort((first, second) => first - second);
  return widths[Math.floor(widths.length / 2)] ?? 6;
}
