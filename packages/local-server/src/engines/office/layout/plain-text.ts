import type { ParagraphBlock } from "./layout-model.js";

/** A paragraph's text without its styles. */
export function plainText(paragraph: ParagraphBlock): string {
  return paragraph.runs.map((run) => run.text).join("");
}
