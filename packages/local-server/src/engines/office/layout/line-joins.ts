import type { RunBuilder } from "./run-builder.js";

const wordBreak = /\p{Ll}-$/u;
const ideograph = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\u3000-\u303f\uff00-\uffef]/u;

/**
 * Joins two lines of a paragraph: nothing between ideographs, a space otherwise, and a word broken over the lines made
 * whole again. `hyphenated` has the words of the page that keep their hyphen within a line.
 */
export function joinLines(
  builder: RunBuilder,
  previous: string,
  next: string,
  hyphenated: Set<string>,
): void {
  if (/[\p{L}\p{N}]-$/u.test(previous)) {
    if (wordBreak.test(previous) && /^\p{Ll}/u.test(next) && !hyphenated.has(bare(previous + next))) {
      builder.dropHyphen();
    }
    return;
  }
  if (ideograph.test(previous.at(-1) ?? "") && ideograph.test(next[0] ?? "")) return;
  builder.gap(" ");
}

/** The words with a hyphen inside, as `joinLines` looks them up. */
export function hyphenatedWords(words: string[]): Set<string> {
  return new Set(words.map(bare).filter((word) => /\p{L}-\p{L}/u.test(word)));
}

function bare(word: string): string {
  return word.toLowerCase().replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, "");
}
