import type { PdfPage } from "../../pdf/pdf-document.js";
import { findDoors } from "../doors/find-doors.js";
import { divisionName } from "../specs/division-names.js";
import { type Discipline, disciplineOfNumber, disciplineOfWords } from "./disciplines.js";
import { type DrawingType, drawingTypeOf } from "./drawing-type.js";
import { floorOf } from "./floor-of.js";
import { type SheetLabel, sheetLabels } from "./sheet-labels.js";
import { scopeOf } from "./sheet-scope.js";
import { readTitleBlock } from "./title-block.js";

/** What the page-classifier says of a page. */
export interface ClassifiedPage {
  page_number: number;
  drawing_number: string | null;
  title: string | null;
  document_type: string;
  drawing_type: DrawingType;
  division: { code: string; name: string } | null;
  scope: string[];
  floor: string;
  description: string;
}

/** So many doors make a drawing without a title a plan. */
const doorsOfPlan = 2;

/** Classifies a sheet by its title block; by its other titles and what is drawn where it has none. */
export function classifySheet(page: PdfPage, pageNumber: number): ClassifiedPage {
  const labels = sheetLabels(page.chars());
  const { drawingNumber, title } = readTitleBlock(labels, page);
  const drawn = title === undefined ? typeByDrawing(page) : undefined;
  const drawingType = (title === undefined ? undefined : drawingTypeOf(title)) ?? drawn ?? "GENERAL";
  const discipline = disciplineOf(drawingNumber, title);
  const documentType = discipline?.documentType ?? (drawn === "FLOOR_PLAN" ? "ARCHITECTURAL" : "GENERAL");
  return {
    page_number: pageNumber,
    drawing_number: drawingNumber ?? null,
    title: title ?? null,
    document_type: documentType,
    drawing_type: drawingType,
    division: divisionOf(title ?? "", drawingType, discipline),
    scope: scopeOf(textOf(labels)),
    floor: floorOf(title ?? ""),
    description: describe({ drawingNumber, title, documentType, drawingType }),
  };
}

function typeByDrawing(page: PdfPage): DrawingType | undefined {
  return findDoors(page.paths()).length >= doorsOfPlan ? "FLOOR_PLAN" : undefined;
}

function disciplineOf(number: string | undefined, title: string | undefined): Discipline | undefined {
  const byNumber = number === undefined ? undefined : disciplineOfNumber(number);
  return byNumber ?? (title === undefined ? undefined : disciplineOfWords(title));
}

/** What a schedule lists tells more than its trade. */
function divisionOf(
  title: string,
  drawingType: DrawingType,
  discipline: Discipline | undefined,
): ClassifiedPage["division"] {
  const listed = drawingType === "SCHEDULE" ? divisionOfSchedule(title) : undefined;
  const code = listed ?? discipline?.division;
  return code === undefined ? null : { code, name: divisionName(code) };
}

function divisionOfSchedule(title: string): string | undefined {
  if (/\b(DOOR|WINDOW|HARDWARE|GLAZING)\b/i.test(title)) return "08";
  return /\bFINISH\b/i.test(title) ? "09" : undefined;
}

function textOf(labels: SheetLabel[]): string {
  return labels.map(({ text }) => text).join("\n");
}

const typeWords: Readonly<Record<DrawingType, string>> = {
  FLOOR_PLAN: "plan",
  ELEVATION: "elevations",
  SCHEDULE: "schedules",
  SECTION: "sections",
  DETAIL: "details",
  GENERAL: "sheet",
};

function describe(sheet: {
  drawingNumber: string | undefined;
  title: string | undefined;
  documentType: string;
  drawingType: DrawingType;
}): string {
  const { drawingNumber, title, documentType, drawingType } = sheet;
  const trade = documentType.toLowerCase().replaceAll("_", " ");
  const kind = `${trade.charAt(0).toUpperCase()}${trade.slice(1)} ${typeWords[drawingType]}`;
  const facts = [
    drawingNumber === undefined ? "" : ` ${drawingNumber}`,
    title === undefined ? "" : `: ${title}`,
  ];
  return `${kind}${facts.join("")}.`;
}
