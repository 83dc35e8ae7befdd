import type { TextRun } from "../layout/layout-model.js";
import { escapeXml } from "../xml.js";

/** What a run has without saying so, from the style of its paragraph. */
export interface RunDefaults {
  font: string;
  sizePt: number;
  bold: boolean;
  italic: boolean;
  color: string;
}

/** Runs as WordprocessingML, those with one address within a hyperlink field. */
export function runsXml(runs: TextRun[], defaults: RunDefaults): string {
  let xml = "";
  let url: string | undefined;
  for (const run of runs) {
    if (run.url !== url) {
      if (url !== undefined) xml += fieldChar("end");
      if (run.url !== undefined) xml += fieldStart(run.url);
      url = run.url;
    }
    xml += runXml(run, defaults);
  }
  return url === undefined ? xml : xml + fieldChar("end");
}

/** A field keeps its runs children of the paragraph, so that every reader finds the text; `w:hyperlink` does not. */
function fieldStart(url: string): string {
  const instruction = ` HYPERLINK "${url.replace(/["\\]/g, (character) => encodeURIComponent(character))}" `;
  return (
    fieldChar("begin") +
    `<w:r><w:instrText xml:space="preserve">${escapeXml(instruction)}</w:instrText></w:r>` +
    fieldChar("separate")
  );
}

function fieldChar(type: "begin" | "separate" | "end"): string {
  return `<w:r><w:fldChar w:fldCharType="${type}"/></w:r>`;
}

function runXml(run: TextRun, defaults: RunDefaults): string {
  const content = run.text
    .split(/(\t|\n)/)
    .map((part) => {
      if (part === "\t") return "<w:tab/>";
      if (part === "\n") return "<w:br/>";
      return part === "" ? "" : `<w:t xml:space="preserve">${escapeXml(part)}</w:t>`;
    })
    .join("");
  const properties = runProperties(run, defaults);
  return `<w:r>${properties === "" ? "" : `<w:rPr>${properties}</w:rPr>`}${content}</w:r>`;
}

function runProperties(run: TextRun, defaults: RunDefaults): string {
  let xml = "";
  if (run.font !== defaults.font) xml += fontXml(run.font);
  if (run.bold !== defaults.bold) xml += run.bold ? "<w:b/>" : '<w:b w:val="0"/>';
  if (run.italic !== defaults.italic) xml += run.italic ? "<w:i/>" : '<w:i w:val="0"/>';
  if (run.strike) xml += "<w:strike/>";
  if (run.color !== defaults.color) xml += `<w:color w:val="${run.color}"/>`;
  if (run.sizePt !== defaults.sizePt) xml += sizeXml(run.sizePt);
  if (run.underline) xml += '<w:u w:val="single"/>';
  if (run.raise !== "none") xml += `<w:vertAlign w:val="${run.raise}script"/>`;
  return xml;
}

export function fontXml(font: string): string {
  const name = escapeXml(font);
  return `<w:rFonts w:ascii="${name}" w:hAnsi="${name}" w:eastAsia="${name}" w:cs="${name}"/>`;
}

/** Sizes stand in half points. */
export function sizeXml(sizePt: number): string {
  const halfPoints = Math.max(2, Math.min(3276, Math.round(sizePt * 2)));
  return `<w:sz w:val="${halfPoints}"/><w:szCs w:val="${halfPoints}"/>`;
}
