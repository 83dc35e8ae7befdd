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
  const advance = charAdvance(lines.flatMap(({ line }) => line.words));
  lines.forEach(({ line }, index) => {
    const previous = lines[index - 1]?.line;
    if (previous) builder.gap(previous.baseline - line.baseline > 1.8 * line.fontSizePt ? "\n\n" : "\n");
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

function charAdvance(words: TextWord[]): number {
  const widths = words
    .flatMap((word) => word.chars)
    .map((char) => char.right - char.left)
    .filter((width) => width > 0)
    .sort((first, second) => first - second);
  return widths[Math.floor(widths.length / 2)] ?? 6;
}
