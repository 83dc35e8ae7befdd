import type { RunBuilder } from "./run-builder.js";

const wordBreak = /\p{Ll}-$/u;
const ideograph = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\u3000-\u303f\uff00-\uffef]/u;

/** Nothing to see, but the two lines stay two words to whoever counts or breaks words. */
const zeroWidthSpace = "\u200b";

/**
 * Joins two lines of a paragraph: no visible space between ideographs, a space otherwise, and a word broken over the lines made
 * whole again. `hyphenated` has the words of the document so far that keep their hyphen within a line.
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
  const isBetweenIdeographs = ideograph.test(previous.at(-1) ?? "") && ideograph.test(next[0] ?? "");
  if (isBetweenIdeographs) {
    builder.gap(zeroWidthSpace);
    return;
  }
  builder.gap(" ");
}

/** Adds the words with a hyphen inside to a document's vocabulary, as `joinLines` looks them up. */
export function collectHyphenated(words: string[], vocabulary: Set<string>): void {
  for (const word of words) if (/\p{L}-\p{L}/u.test(word)) vocabulary.add(bare(word));
}

function bare(word: string): string {
  return word.toLowerCase().replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, "");
}
