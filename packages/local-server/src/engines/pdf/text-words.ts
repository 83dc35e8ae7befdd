import type { PdfChar } from "./pdf-document.js";

/** Characters on one baseline without a gap between them. */
export interface TextWord {
  text: string;
  chars: PdfChar[];
  /** Box in the reading direction of the text: for turned text, as if the page were turned so that it is level. */
  left: number;
  right: number;
  bottom: number;
  top: number;
  baseline: number;
  fontSizePt: number;
  /** True where a space or a gap stands between this word and the one before it on its line. */
  spaceBefore: boolean;
}

/** A gap wider than this part of the font size separates words, as in other readers. */
const wordGap = 0.12;
/** Stepping back by more than this part of the font size starts another word. */
const stepBack = 0.6;

/** Groups level characters in content order into words. */
export function textWords(chars: PdfChar[]): TextWord[] {
  const words: TextWord[] = [];
  let word: TextWord | undefined;
  let spaceBefore = true;
  for (const char of chars) {
    if (/^\s*$/u.test(char.text)) {
      // A generated space may stand inside a word whose letters were placed one by one, so the gap decides there.
      // A space drawn elsewhere, as some writers do for another font, does not end the word either.
      if (char.generated || (word && !follows(word, char))) continue;
      word = undefined;
      spaceBefore = true;
      continue;
    }
    if (word && continues(word, char)) {
      append(word, char);
      continue;
    }
    word = startWord(char, spaceBefore);
    spaceBefore = false;
    words.push(word);
  }
  return words;
}

function continues(word: TextWord, char: PdfChar): boolean {
  const size = Math.max(word.fontSizePt, char.fontSizePt);
  if (Math.abs(char.originY - word.baseline) > 0.5 * size) return false;
  const gap = char.left - word.right;
  return gap < wordGap * size && gap > -stepBack * size;
}

function follows(word: TextWord, space: PdfChar): boolean {
  const size = word.fontSizePt;
  return Math.abs(space.originY - word.baseline) < size && Math.abs(space.left - word.right) < 0.5 * size;
}

function startWord(char: PdfChar, spaceBefore: boolean): TextWord {
  const { text, left, right, bottom, top, originY, fontSizePt } = char;
  return { text, chars: [char], left, right, bottom, top, baseline: originY, fontSizePt, spaceBefore };
}

function append(word: TextWord, char: PdfChar): void {
  // A superscript or subscript does not move the word's baseline or size; the bigger part has them.
  if (char.fontSizePt > word.fontSizePt * 1.05) {
    word.fontSizePt = char.fontSizePt;
    word.baseline = char.originY;
  }
  word.text += char.text;
  word.chars.push(char);
  word.left = Math.min(word.left, char.left);
  word.right = Math.max(word.right, char.right);
  word.bottom = Math.min(word.bottom, char.bottom);
  word.top = Math.max(word.top, char.top);
}
