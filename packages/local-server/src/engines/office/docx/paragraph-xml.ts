import type { ParagraphBlock, TabStop } from "../layout/layout-model.js";
import { runsXml } from "./run-xml.js";
import type { StyleSheet } from "./style-sheet.js";
import { twips } from "./twips.js";

export interface ParagraphContext {
  styles: StyleSheet;
  /** Space above, in points. */
  beforePt: number;
  pageBreak: boolean;
  /** Starts the next column of its section. */
  columnBreak: boolean;
  /** Closes a section: a `w:sectPr` element. */
  section: string;
}

export function paragraphXml(paragraph: ParagraphBlock, context: ParagraphContext): string {
  const { styles } = context;
  const styleId = styles.styleId(paragraph);
  const lineRule = `w:line="${twips(Math.max(1, paragraph.pitchPt))}" w:lineRule="exact"`;
  const properties =
    (styleId === undefined ? "" : `<w:pStyle w:val="${styleId}"/>`) +
    (context.pageBreak ? "<w:pageBreakBefore/>" : "") +
    tabsXml(paragraph.tabs) +
    `<w:spacing w:before="${twips(Math.max(0, context.beforePt))}" w:after="0" ${lineRule}/>` +
    indentXml(paragraph) +
    (paragraph.align === "left"
      ? ""
      : `<w:jc w:val="${paragraph.align === "justify" ? "both" : paragraph.align}"/>`) +
    context.section;
  const columnBreak = context.columnBreak ? '<w:r><w:br w:type="column"/></w:r>' : "";
  return `<w:p><w:pPr>${properties}</w:pPr>${columnBreak}${runsXml(paragraph.runs, styles.defaults(paragraph))}</w:p>`;
}

/** A paragraph without text, to break a page, to part two tables or to close a section. */
export function emptyParagraphXml(context: Omit<ParagraphContext, "styles">): string {
  return (
    `<w:p><w:pPr>${context.pageBreak ? "<w:pageBreakBefore/>" : ""}` +
    `<w:spacing w:before="${twips(Math.max(0, context.beforePt))}" w:after="0" w:line="20" w:lineRule="exact"/>` +
    `${context.section}</w:pPr>${context.columnBreak ? '<w:r><w:br w:type="column"/></w:r>' : ""}</w:p>`
  );
}

function tabsXml(tabs: TabStop[]): string {
  if (tabs.length === 0) return "";
  const stops = tabs
    .filter((tab) => tab.positionPt > 0)
    .map(
      ({ positionPt, align, leader }) =>
        `<w:tab w:val="${align}"${leader === "none" ? "" : ` w:leader="${leader}"`} w:pos="${twips(positionPt)}"/>`,
    );
  return stops.length === 0 ? "" : `<w:tabs>${stops.join("")}</w:tabs>`;
}

function indentXml({ indentPt, firstLinePt, rightIndentPt = 0 }: ParagraphBlock): string {
  const left = twips(indentPt);
  const first = twips(firstLinePt);
  const right = twips(rightIndentPt);
  if (left === 0 && first === 0 && right === 0) return "";
  const firstLine = first < 0 ? ` w:hanging="${-first}"` : ` w:firstLine="${first}"`;
  return `<w:ind w:left="${left}"${right === 0 ? "" : ` w:right="${right}"`}${first === 0 ? "" : firstLine}/>`;
}
