import type { BodyText } from "../layout/document-roles.js";
import type { PageLayout, ParagraphBlock, TextRun } from "../layout/layout-model.js";
import { freeParagraphs } from "../layout/page-layout.js";
import { xmlDeclaration } from "../xml.js";
import { fontXml, sizeXml, type RunDefaults } from "./run-xml.js";

/** The document's styles: how each role looks, measured from the document itself. */
export interface StyleSheet {
  /** The style id of a paragraph, undefined for normal text. */
  styleId(paragraph: ParagraphBlock): string | undefined;
  defaults(paragraph: ParagraphBlock): RunDefaults;
  xml(): string;
}

const namespace = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"';

export function styleSheet(pages: PageLayout[], body: BodyText): StyleSheet {
  const normal: RunDefaults = { ...body, bold: false, italic: false };
  const looks = new Map<string, RunDefaults>();
  for (const paragraph of pages.flatMap(freeParagraphs)) {
    const id = roleId(paragraph);
    if (id !== undefined && !looks.has(id)) looks.set(id, mainLook(paragraph.runs, normal));
  }
  return {
    styleId: roleId,
    defaults: (paragraph) => looks.get(roleId(paragraph) ?? "") ?? normal,
    xml: () => stylesXml(normal, looks),
  };
}

function roleId({ role }: ParagraphBlock): string | undefined {
  switch (role.kind) {
    case "heading":
      return `Heading${role.level}`;
    case "title":
      return "Title";
    case "header":
      return "Header";
    case "footer":
      return "Footer";
    case "body":
      return undefined;
  }
}

function mainLook(runs: TextRun[], normal: RunDefaults): RunDefaults {
  const longest = runs.reduce<TextRun | undefined>(
    (best, run) => (!best || run.text.length > best.text.length ? run : best),
    undefined,
  );
  if (!longest) return normal;
  const { font, sizePt, bold, italic, color } = longest;
  return { font, sizePt, bold, italic, color };
}

function stylesXml(normal: RunDefaults, looks: Map<string, RunDefaults>): string {
  const levels = Array.from({ length: 6 }, (_, index) => index + 1);
  return (
    `${xmlDeclaration}<w:styles ${namespace}><w:docDefaults><w:rPrDefault><w:rPr>${lookXml(normal)}</w:rPr>` +
    "</w:rPrDefault><w:pPrDefault/></w:docDefaults>" +
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>' +
    '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:tblPr>' +
    '<w:tblCellMar><w:left w:w="40" w:type="dxa"/><w:right w:w="40" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>' +
    levels
      .map((level) => headingXml(level, looks.get(`Heading${level}`) ?? headingLook(level, normal)))
      .join("") +
    paragraphStyle("Title", "Title", looks.get("Title") ?? headingLook(1, normal), "") +
    paragraphStyle("Header", "header", looks.get("Header") ?? normal, "") +
    paragraphStyle("Footer", "footer", looks.get("Footer") ?? normal, "") +
    "</w:styles>"
  );
}

function headingXml(level: number, look: RunDefaults): string {
  const outline = `<w:keepNext/><w:outlineLvl w:val="${level - 1}"/>`;
  return paragraphStyle(`Heading${level}`, `heading ${level}`, look, outline);
}

/** For levels that the document does not use, so that its reader may. */
function headingLook(level: number, normal: RunDefaults): RunDefaults {
  return { ...normal, bold: true, sizePt: Math.round(normal.sizePt * (1.7 - 0.12 * level)) };
}

function paragraphStyle(id: string, name: string, look: RunDefaults, properties: string): string {
  return (
    `<w:style w:type="paragraph" w:styleId="${id}"><w:name w:val="${name}"/><w:basedOn w:val="Normal"/>` +
    `<w:next w:val="Normal"/><w:qFormat/>${properties === "" ? "" : `<w:pPr>${properties}</w:pPr>`}` +
    `<w:rPr>${lookXml(look)}</w:rPr></w:style>`
  );
}

function lookXml(look: RunDefaults): string {
  return (
    fontXml(look.font) +
    (look.bold ? "<w:b/>" : "") +
    (look.italic ? "<w:i/>" : "") +
    `<w:color w:val="${look.color}"/>` +
    sizeXml(look.sizePt)
  );
}
