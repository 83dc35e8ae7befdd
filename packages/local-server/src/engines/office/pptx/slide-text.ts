import type { ParagraphBlock, TextRun } from "../layout/layout-model.js";
import { legalText } from "../xml.js";
import type { TextProps, TextPropsOptions } from "./presentation.js";

/** A paragraph's runs as pptxgenjs takes them; `scale` is that of the page on the slide. */
export function slideText(paragraph: ParagraphBlock, scale: number, isLast: boolean): TextProps[] {
  const parts = paragraph.runs.flatMap((run) =>
    legalText(run.text)
      .split(/(?<=\n)/)
      .filter((text) => text !== "")
      .map((text) => ({ run, text: text.replace("\n", ""), breakLine: text.endsWith("\n") })),
  );
  return parts.map(({ run, text, breakLine }, index) => ({
    text,
    options: {
      ...runOptions(run, scale),
      align: paragraph.align,
      breakLine: breakLine || (!isLast && index === parts.length - 1),
    },
  }));
}

function runOptions(run: TextRun, scale: number): TextPropsOptions {
  return {
    fontFace: run.font,
    fontSize: Math.max(1, Math.round(run.sizePt * scale * 2) / 2),
    bold: run.bold,
    italic: run.italic,
    color: run.color,
    ...(run.underline ? { underline: { style: "sng" as const } } : {}),
    ...(run.strike ? { strike: "sngStrike" as const } : {}),
    ...(run.raise === "super" ? { superscript: true } : {}),
    ...(run.raise === "sub" ? { subscript: true } : {}),
    ...(run.url === undefined ? {} : { hyperlink: { url: run.url } }),
  };
}
