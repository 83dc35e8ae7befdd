import { readFile } from "node:fs/promises";
import { strFromU8, unzipSync } from "fflate";

/** What a Word document says, read as a word processor would: paragraphs, their styles and table cells. */
export interface DocxText {
  text: string;
  paragraphs: { text: string; style: string | undefined; breaksPage: boolean }[];
  /** Tables as rows of cell texts. */
  tables: string[][][];
}

export async function docxText(path: string): Promise<DocxText> {
  const entries = unzipSync(await readFile(path));
  const part = entries["word/document.xml"];
  if (!part) throw new Error("The file has no word/document.xml");
  const xml = strFromU8(part);
  const paragraphs = elements(xml, "w:p").map((paragraph) => ({
    text: textOf(paragraph),
    style: /<w:pStyle w:val="([^"]*)"/.exec(paragraph)?.[1],
    breaksPage: /<w:pageBreakBefore\/>|<w:type w:val="nextPage"/.test(paragraph),
  }));
  const tables = elements(xml, "w:tbl").map((table) =>
    elements(table, "w:tr").map((row) => elements(row, "w:tc").map(textOf)),
  );
  return { text: paragraphs.map(({ text }) => text).join("\n"), paragraphs, tables };
}

function elements(xml: string, name: string): string[] {
  return xml.match(new RegExp(`<${name}(?: [^>]*)?>.*?</${name}>`, "gs")) ?? [];
}

function textOf(xml: string): string {
  const pieces = xml.match(/<w:t(?: [^>]*)?>[^<]*<\/w:t>|<w:tab\/>|<\/w:p>/g) ?? [];
  return pieces
    .map((piece) => (piece === "<w:tab/>" ? "\t" : piece === "</w:p>" ? " " : piece.replace(/<[^>]*>/g, "")))
    .join("")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&apos;", "'")
    .replaceAll("&amp;", "&")
    .trim();
}
