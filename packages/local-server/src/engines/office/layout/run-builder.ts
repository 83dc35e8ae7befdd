import type { PdfChar } from "../../pdf/pdf-document.js";
import type { TextWord } from "../../pdf/text-words.js";
import type { Decorations } from "./decorations.js";
import { fontFamily } from "./font-family.js";
import type { TextRun } from "./layout-model.js";

/** Builds runs of equally styled text from words. */
export class RunBuilder {
  readonly #decorations: Decorations;
  readonly #runs: TextRun[] = [];
  #space = "";

  constructor(decorations: Decorations) {
    this.#decorations = decorations;
  }

  /** Adds characters of one line, whose main baseline and size tell what is raised. */
  add(chars: PdfChar[], line: { baseline: number; fontSizePt: number }): void {
    for (const char of chars) this.#append(styledRun(char, line, this.#decorations));
  }

  word(word: TextWord, line: { baseline: number; fontSizePt: number }): void {
    this.add(word.chars, line);
  }

  /** What stands between this and the next word: spaces, a tab or a line break. */
  gap(text: string): void {
    this.#space += text;
  }

  /** Takes back the hyphen of a word that is continued on the next line. */
  dropHyphen(): void {
    const last = this.#runs.at(-1);
    if (last?.text.endsWith("-")) last.text = last.text.slice(0, -1);
    if (last?.text === "") this.#runs.pop();
  }

  get isEmpty(): boolean {
    return this.#runs.length === 0;
  }

  finish(): TextRun[] {
    return this.#runs;
  }

  #append(run: TextRun): void {
    const last = this.#runs.at(-1);
    const gap = this.#space;
    this.#space = "";
    if (last && sameStyle(last, run)) {
      last.text += gap + run.text;
      return;
    }
    // A gap belongs to the side that is not underlined, unless both are.
    if (gap !== "" && last && !last.underline && !last.strike && last.url === undefined) last.text += gap;
    else run.text = gap + run.text;
    this.#runs.push(run);
  }
}

function styledRun(
  char: PdfChar,
  line: { baseline: number; fontSizePt: number },
  decorations: Decorations,
): TextRun {
  const raise = raised(char, line);
  return {
    text: char.text,
    font: fontOf(char),
    sizePt: Math.round((raise === "none" ? char.fontSizePt : line.fontSizePt) * 2) / 2,
    bold: char.bold,
    italic: char.italic,
    underline: decorations.underlined.has(char),
    strike: decorations.struck.has(char),
    raise,
    color: char.color,
    url: decorations.urls.get(char),
  };
}

/** Families already looked up; a document has few fonts and many characters. */
const families = new Map<string, string>();
const maxFamilies = 10_000;

function fontOf(char: PdfChar): string {
  const key = `${char.fontName}|${char.fontFamily ?? ""}`;
  const family = families.get(key) ?? fontFamily(char.fontName, char.fontFamily ?? "");
  if (families.size < maxFamilies) families.set(key, family);
  // These code points are those of Microsoft's Symbol font, whatever font stood in for it.
  return family === "OpenSymbol" && /^[\uf020-\uf0ff]$/.test(char.text) ? "Symbol" : family;
}

function raised(char: PdfChar, line: { baseline: number; fontSizePt: number }): TextRun["raise"] {
  if (char.fontSizePt > 0.85 * line.fontSizePt) return "none";
  const rise = (char.originY - line.baseline) / line.fontSizePt;
  if (rise > 0.12) return "super";
  return rise < -0.06 ? "sub" : "none";
}

function sameStyle(first: TextRun, second: TextRun): boolean {
  return (
    first.font === second.font &&
    first.sizePt === second.sizePt &&
    first.bold === second.bold &&
    first.italic === second.italic &&
    first.underline === second.underline &&
    first.strike === second.strike &&
    first.raise === second.raise &&
    first.color === second.color &&
    first.url === second.url
  );
}
