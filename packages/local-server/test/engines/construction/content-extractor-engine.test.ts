import { describe, expect, it } from "vitest";
import { contentExtractorEngine } from "../../../src/engines/construction/content-extractor-engine.js";
import type { ContentResult } from "../../../src/engines/construction/specs/content-result.js";
import { centred, manualPdf, row, sectionPages, type ManualPage } from "./manual-writer.js";
import { runEngine, sample } from "./run-engine.js";

function extract(pdf: string | Uint8Array, ...codes: string[]): Promise<ContentResult> {
  return runEngine<ContentResult>(contentExtractorEngine, pdf, {
    source_job_id: "toc-job",
    section_codes: codes,
  });
}

describe("the sample manuals", () => {
  it.each(["spec-leader.pdf", "spec-table.pdf"])(
    "%s: whole sections, and nothing of their neighbours",
    { timeout: 60_000 },
    async (name) => {
      const { source_job_id, sections } = await extract(sample(name), "092900", "055013");
      expect(source_job_id).toBe("toc-job");
      expect(sections.map((section) => [section.section_code, section.section_number])).toEqual([
        ["092900", "09 29 00"],
        ["055013", "05 50 13.13"],
      ]);
      for (const { text, section_number, page_start, page_end } of sections) {
        const marks = text.match(/MARK-[\d .]+-\d-\d-[A-C]/g) ?? [];
        expect(marks).toHaveLength(36);
        expect(marks.every((mark) => mark.startsWith(`MARK-${section_number}-`))).toBe(true);
        expect(text).not.toMatch(/Riverside|Page \d/);
        expect((page_end ?? 0) - (page_start ?? 0)).toBe(2);
      }
    },
  );
});

describe("sections", () => {
  const manual: ManualPage[] = [
    {
      rows: [
        centred("TABLE OF CONTENTS"),
        row("03 30 00 CAST-IN-PLACE CONCRETE"),
        row("08 71 00 DOOR HARDWARE"),
        row("27 15 00 CABLING"),
      ],
    },
    ...sectionPages("03 30 00", "CAST-IN-PLACE CONCRETE"),
    ...sectionPages("08 71 00", "DOOR HARDWARE", { end: false }),
    ...sectionPages("09 29 00", "GYPSUM BOARD"),
  ];

  it("run from their heading to their end, without headers and footers", async () => {
    const [section] = (await extract(manualPdf(manual), "033000")).sections;
    expect(section?.text.split("\n")).toEqual([
      "SECTION 03 30 00",
      "CAST-IN-PLACE CONCRETE",
      "PART 1 - GENERAL",
      "1.1 SUMMARY",
      "A. Text one of 03 30 00: provide materials as indicated and coordinate with",
      "Section 01 33 00 Submittal Procedures and other sections of this manual.",
      "1.2 SUBMITTALS",
      "A. Text two of 03 30 00: provide materials as indicated and coordinate with",
      "Section 01 33 00 Submittal Procedures and other sections of this manual.",
      "PART 2 - PRODUCTS",
      "2.1 MATERIALS",
      "A. Text three of 03 30 00: provide materials as indicated and coordinate with",
      "Section 01 33 00 Submittal Procedures and other sections of this manual.",
      "END OF SECTION",
    ]);
    expect(section).toMatchObject({ section_title: "CAST-IN-PLACE CONCRETE", page_start: 2, page_end: 3 });
  });

  it("end where the next one begins when nothing says their end", async () => {
    const [section] = (await extract(manualPdf(manual), "087100")).sections;
    expect(section?.text).toContain("Text three of 08 71 00");
    expect(section?.text).not.toContain("09 29 00");
  });

  it("come with their parts, articles and submittals", async () => {
    const [section] = (await extract(manualPdf(manual), "033000")).sections;
    const outline = section?.parts.map((part) => [
      part.part_number,
      part.part_title,
      part.articles.map((article) => `${article.article_number} ${article.article_title}`),
    ]);
    expect(outline).toEqual([
      [1, "GENERAL", ["1.1 SUMMARY", "1.2 SUBMITTALS"]],
      [2, "PRODUCTS", ["2.1 MATERIALS"]],
    ]);
    expect(section?.submittals).toHaveLength(1);
    expect(section?.submittals[0]).toMatch(/^A\. Text two of 03 30 00: .* of this manual\.$/);
  });

  it("that the manual lists but does not have stay empty instead of being made up", async () => {
    const { sections } = await extract(manualPdf(manual), "271500", "087100");
    expect(sections[0]).toEqual({
      section_code: "271500",
      section_number: "",
      section_title: "CABLING",
      text: "",
      page_start: null,
      page_end: null,
      parts: [],
      submittals: [],
    });
    expect(sections[1]?.text).toContain("DOOR HARDWARE");
  });

  it("begin behind their own table of contents", async () => {
    const miniToc = {
      rows: [
        row("SECTION TABLE OF CONTENTS"),
        row("SECTION 08 71 00"),
        row("DOOR HARDWARE"),
        row("PART 1 - GENERAL"),
        row("1.1 SUMMARY"),
        row("-- End of Section Table of Contents --"),
      ],
    };
    const pdf = manualPdf([
      ...sectionPages("03 30 00", "CAST-IN-PLACE CONCRETE", { end: false }),
      miniToc,
      ...sectionPages("08 71 00", "DOOR HARDWARE"),
    ]);
    const { sections } = await extract(pdf, "033000", "087100");
    expect(sections.map(({ page_start, page_end }) => [page_start, page_end])).toEqual([
      [1, 2],
      [4, 5],
    ]);
    expect(sections.every(({ text }) => !/table of contents/i.test(text))).toBe(true);
  });

  it("keep their text where a running header says the heading again", async () => {
    const header = "SECTION 03 30 00 - CAST-IN-PLACE CONCRETE";
    const pdf = manualPdf([
      ...sectionPages("03 30 00", "CAST-IN-PLACE CONCRETE", { header }),
      ...sectionPages("08 71 00", "DOOR HARDWARE", { header: "SECTION 08 71 00 - DOOR HARDWARE" }),
    ]);
    const { sections } = await extract(pdf, "033000", "087100");
    expect(sections.map(({ text }) => text.match(/SECTION \d\d/g)?.length)).toEqual([1, 1]);
    expect(sections.map(({ text }) => text.match(/Text \w+ of/g)?.length)).toEqual([3, 3]);
  });
});

describe("options", () => {
  it.each([{}, { source_job_id: "x", section_codes: ["0330"] }])("%j is refused", async (options) => {
    const pdf = manualPdf(sectionPages("03 30 00", "CAST-IN-PLACE CONCRETE"));
    await expect(runEngine(contentExtractorEngine, pdf, options)).rejects.toMatchObject({
      code: "unsupported",
    });
  });
});
