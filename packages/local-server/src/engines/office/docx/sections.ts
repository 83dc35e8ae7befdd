import type { Block, FlowItem, PageLayout } from "../layout/layout-model.js";
import { twips } from "./twips.js";

/** Pages, or a part of a page, with one geometry and one number of columns. */
export interface Section {
  start: "nextPage" | "continuous";
  geometry: Geometry;
  columns: { left: number; right: number }[];
  parts: SectionPart[];
}

/** Consecutive blocks of one page, or of one column of it. */
export interface SectionPart {
  page: PageLayout;
  blocks: Block[];
  startsPage: boolean;
  startsColumn: boolean;
  /** Height on the page from which its first block's distance counts. */
  top: number;
  /** Left edge that indents count from. */
  left: number;
  right: number;
}

export interface Geometry {
  widthPt: number;
  heightPt: number;
  left: number;
  right: number;
  top: number;
  bottom: number;
}

/** Word's largest page: 22 inches. */
const maxSidePt = 1584;
/** Room at the right, so that a line as long as the text is wide does not break. */
const roomPt = 3;
/** Room at the foot of a page for text that turns out higher in another font. */
const slackPt = 20;

export function toSections(pages: PageLayout[]): Section[] {
  const sections: Section[] = [];
  for (const group of groupBySize(pages)) {
    const geometry = geometryOf(group);
    for (const page of group) addPage(sections, page, geometry);
  }
  return sections;
}

/** Consecutive pages of one size; pages that are one picture from edge to edge have no margins and stand apart. */
function groupBySize(pages: PageLayout[]): PageLayout[][] {
  const groups: PageLayout[][] = [];
  for (const page of pages) {
    const last = groups.at(-1)?.[0];
    const same =
      last &&
      Math.abs(last.widthPt - page.widthPt) < 1 &&
      Math.abs(last.heightPt - page.heightPt) < 1 &&
      isFullPicture(last) === isFullPicture(page);
    if (same) groups.at(-1)?.push(page);
    else groups.push([page]);
  }
  return groups;
}

function isFullPicture(page: PageLayout): boolean {
  const { content, flow } = page;
  return (
    flow.length > 0 &&
    flow.every((item) => item.kind === "image") &&
    content.right - content.left > 0.9 * page.widthPt &&
    content.top - content.bottom > 0.9 * page.heightPt
  );
}

/** Margins that hold the content of every page of the group. */
function geometryOf(group: PageLayout[]): Geometry {
  const first = group[0];
  const filled = group.filter((page) => page.flow.length > 0);
  const pages = filled.length > 0 ? filled : group;
  const widthPt = Math.min(maxSidePt, first?.widthPt ?? 595);
  const heightPt = Math.min(maxSidePt, first?.heightPt ?? 842);
  const within = (value: number, most: number): number => Math.max(0, Math.min(value, most));
  return {
    widthPt,
    heightPt,
    left: within(Math.min(...pages.map((page) => page.content.left)), widthPt / 3),
    right: within(Math.min(...pages.map((page) => widthPt - page.content.right)) - roomPt, widthPt / 3),
    top: within(Math.min(...pages.map((page) => heightPt - page.content.top)), heightPt / 3),
    bottom: within(Math.min(...pages.map((page) => page.content.bottom)) - slackPt, heightPt / 3),
  };
}

function addPage(sections: Section[], page: PageLayout, geometry: Geometry): void {
  const single = [{ left: geometry.left, right: geometry.widthPt - geometry.right }];
  let startsPage = true;
  let top = page.heightPt - geometry.top;
  const items: FlowItem[] = page.flow.length > 0 ? page.flow : [];
  let blocks: Block[] = [];
  const addSingle = (): void => {
    if (blocks.length === 0 && !startsPage) return;
    const [column = { left: 0, right: geometry.widthPt }] = single;
    const part = { page, blocks, startsPage, startsColumn: false, top, ...column };
    const last = sections.at(-1);
    if (last && last.columns.length === 1 && last.geometry === geometry) last.parts.push(part);
    else
      sections.push({
        start: startsPage ? "nextPage" : "continuous",
        geometry,
        columns: single,
        parts: [part],
      });
    startsPage = false;
    top = blocks.at(-1)?.box.bottom ?? top;
    blocks = [];
  };
  for (const item of items) {
    if (item.kind !== "columns") {
      blocks.push(item);
      continue;
    }
    if (blocks.length > 0) addSingle();
    sections.push({
      start: startsPage ? "nextPage" : "continuous",
      geometry,
      columns: item.columns.map(({ left, right }) => ({ left, right })),
      parts: item.columns.map((column, index) => ({
        page,
        blocks: column.blocks,
        startsPage: startsPage && index === 0,
        startsColumn: index > 0,
        top,
        left: column.left,
        right: column.right,
      })),
    });
    startsPage = false;
    top = Math.min(...item.columns.flatMap((column) => column.blocks.map((block) => block.box.bottom)));
  }
  addSingle();
}

export function sectionXml({ start, geometry, columns }: Section): string {
  const { widthPt, heightPt, left, right, top, bottom } = geometry;
  const orientation = widthPt > heightPt ? ' w:orient="landscape"' : "";
  return (
    // A new page is what a section starts with unless it says otherwise.
    `<w:sectPr>${start === "continuous" ? '<w:type w:val="continuous"/>' : ""}` +
    `<w:pgSz w:w="${twips(widthPt)}" w:h="${twips(heightPt)}"${orientation}/>` +
    `<w:pgMar w:top="${twips(top)}" w:right="${twips(right)}" w:bottom="${twips(bottom)}" w:left="${twips(left)}"` +
    ' w:header="0" w:footer="0" w:gutter="0"/>' +
    `${columnsXml(columns)}</w:sectPr>`
  );
}

function columnsXml(columns: Section["columns"]): string {
  if (columns.length < 2) return "";
  const inner = columns.map((column, index) => {
    const next = columns[index + 1];
    const space = next
      ? ` w:space="${Math.max(0, twips(next.left - column.right - columnRoom(column, next)))}"`
      : "";
    const room = next ? columnRoom(column, next) : 0;
    return `<w:col w:w="${twips(column.right - column.left + room)}"${space}/>`;
  });
  return `<w:cols w:num="${columns.length}" w:equalWidth="0">${inner.join("")}</w:cols>`;
}

function columnRoom(column: { right: number }, next: { left: number }): number {
  return Math.min(roomPt, Math.max(0, (next.left - column.right) / 3));
}
