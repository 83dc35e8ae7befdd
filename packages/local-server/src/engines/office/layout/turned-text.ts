import type { PdfChar } from "../../pdf/pdf-document.js";
import { textLines } from "../../pdf/text-lines.js";
import type { ParagraphBlock } from "./layout-model.js";
import { lineFacts } from "./line-facts.js";
import type { Frame } from "./paragraph-lines.js";
import { lineParagraph, type PageText } from "./paragraphs.js";

/** Text that stands across the page, one paragraph a line: no reading order ties it to the level text. */
export function turnedParagraphs(chars: PdfChar[], frame: Frame, page: PageText): ParagraphBlock[] {
  return textLines(chars).map((line) => {
    const own = line.words.flatMap((word) => word.chars);
    const cos = Math.cos((line.angle * Math.PI) / 180);
    const sin = Math.sin((line.angle * Math.PI) / 180);
    const xs = own.flatMap((char) => [char.left, char.right].map((x) => x * cos - char.originY * sin));
    const ys = own.flatMap((char) => [char.left, char.right].map((x) => x * sin + char.originY * cos));
    const box = {
      left: Math.min(...xs),
      right: Math.max(...xs, Math.min(...xs) + line.fontSizePt),
      bottom: Math.min(...ys),
      top: Math.max(...ys, Math.min(...ys) + line.fontSizePt),
    };
    return {
      ...lineParagraph(lineFacts(line), { left: line.left, right: line.right }, page),
      box,
      indentPt: Math.max(0, Math.min(box.left - frame.left, 0)),
    };
  });
}
