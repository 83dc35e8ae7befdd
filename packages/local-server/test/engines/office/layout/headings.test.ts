import { expect, it } from "vitest";
import { assignRoles } from "../../../../src/engines/office/layout/document-roles.js";
import { freeParagraphs, layoutPage } from "../../../../src/engines/office/layout/page-layout.js";
import { plainText } from "../../../../src/engines/office/layout/plain-text.js";
import { openPdf } from "../../../../src/engines/pdf/open-pdf.js";
import { text, tinyPdf } from "../../pdf/tiny-pdf.js";

async function roles(pages: string[]): Promise<string[]> {
  const pdf = await openPdf(tinyPdf({ pages: pages.map((content) => ({ content })) }));
  try {
    const layouts = pages.map((_, index) => layoutPage(pdf.page(index), new Set()));
    assignRoles(layouts);
    return layouts.flatMap(freeParagraphs).map((paragraph) => {
      const { role } = paragraph;
      return `${role.kind}${role.kind === "heading" ? role.level : ""}: ${plainText(paragraph).slice(0, 20)}`;
    });
  } finally {
    pdf.close();
  }
}

const body = (y: number): string =>
  text("F1", 10, 50, y, "Ordinary text that says what the section is about,") +
  text("F1", 10, 50, y - 12, "and goes on.");

it("ranks headings by size, and bold ones of the body's size below them", async () => {
  const page =
    text("F1", 18, 50, 550, "Chapter") +
    body(530) +
    text("F2", 13, 50, 480, "Section") +
    body(460) +
    text("F2", 10, 50, 420, "Detail") +
    body(400);
  expect((await roles([page])).filter((role) => role.startsWith("heading"))).toEqual([
    "heading1: Chapter",
    "heading2: Section",
    "heading3: Detail",
  ]);
});

it("takes the big text at the start for the title only where it is set apart from the headings", async () => {
  const rest = text("F2", 14, 50, 480, "First") + body(460) + text("F2", 14, 50, 400, "Second") + body(380);
  expect((await roles([text("F1", 28, 50, 550, "Manual") + rest]))[0]).toBe("title: Manual");
  expect((await roles([text("F1", 17, 50, 550, "Manual") + rest]))[0]).toBe("heading1: Manual");
});

it("takes neither running headers nor bold words in the text for headings", async () => {
  const page = (number: number): string =>
    text("F2", 10, 50, 580, "The Handbook") +
    text("F2", 10, 350, 20, String(number)) +
    body(500) +
    text("F2", 10, 50, 420, "Note:") +
    text("F1", 10, 85, 420, "bold at the start only.");
  expect((await roles([page(1), page(2), page(3)])).filter((role) => /heading|title/.test(role))).toEqual([]);
});
