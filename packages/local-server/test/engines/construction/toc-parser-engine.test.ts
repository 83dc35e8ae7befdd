import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { TocResult } from "../../../src/engines/construction/specs/toc-result.js";
import { tocParserEngine } from "../../../src/engines/construction/toc-parser-engine.js";
import { centred, columns, manualPdf, row, sectionPages, type ManualRow } from "./manual-writer.js";
import { buildPdf } from "./pdf-builder.js";
import { runEngine, sample } from "./run-engine.js";

const cover = {
  rows: [
    centred("PROJECT MANUAL", { size: 20 }),
    row("Project No. 230145"),
    row("031500 Issue for Bid"),
    row("03-15-24 Addendum 1"),
    row("04 15 24"),
    row("1200 North Road, Concord, NH 03301-4567"),
    row("03301 Concord"),
    row("603-271-0330 Telephone"),
  ],
};

/** Section numbers and titles as the parser reads them from contents that stand behind the cover. */
async function read(...contents: ManualRow[]): Promise<[string, string][]> {
  return pairs(await runEngine<TocResult>(tocParserEngine, manualPdf([cover, { rows: contents }])));
}

function pairs({ divisions }: TocResult): [string, string][] {
  return divisions.flatMap(({ sections }) =>
    sections.map(({ section_number, section_title }): [string, string] => [section_number, section_title]),
  );
}

describe("the sample manuals", () => {
  const truth = JSON.parse(readFileSync(sample("spec.truth.json"), "utf8")) as [string, string][];

  it.each(["spec-leader.pdf", "spec-table.pdf"])(
    "%s: every section with its title, and no other",
    { timeout: 60_000 },
    async (name) => {
      const toc = await runEngine<TocResult>(tocParserEngine, sample(name));
      expect(pairs(toc)).toEqual(truth);
      expect(toc.divisions.map(({ division_code }) => division_code)).toHaveLength(11);
      expect(toc.divisions[1]).toMatchObject({ division_code: "03", division_title: "CONCRETE" });
    },
  );
});

describe("styles of contents", () => {
  const heading = centred("TABLE OF CONTENTS");
  const concrete = ["03 30 00", "CAST-IN-PLACE CONCRETE"];
  const hvac = ["23 05 93", "TESTING, ADJUSTING, AND BALANCING FOR HVAC"];
  const signs = ["10 14 23", "PANEL SIGNAGE"];

  it("dot leaders, wrapped titles, and what follows the list", async () => {
    const sections = await read(
      heading,
      row("DIVISION 03 - CONCRETE"),
      row("03 30 00 CAST-IN-PLACE CONCRETE ............ 03 30 00-1"),
      row("DIVISION 10 - SPECIALTIES"),
      row("10 14 23 PANEL"),
      row("SIGNAGE . . . . . . . . . . 12"),
      row("DIVISION 23 - HVAC"),
      row("23 05 93 TESTING, ADJUSTING, AND BALANCING FOR HVAC .... iv"),
      row("APPENDIX A - GEOTECHNICAL REPORT"),
    );
    expect(sections).toEqual([concrete, signs, hvac]);
  });

  it("a table whose numbers stand at half the height of long titles", async () => {
    const above = { step: 22 };
    const sections = await read(
      heading,
      columns("NUMBER", "TITLE", "PAGE"),
      { ...columns("", "CAST-IN-PLACE"), ...above },
      { ...columns("03 30 00", "", "20"), step: 6 },
      { ...columns("", "CONCRETE"), step: 6 },
      { ...columns("10 14 23", "PANEL SIGNAGE", "24"), ...above },
      { ...columns("", "TESTING, ADJUSTING, AND"), ...above },
      { ...columns("23 05 93", "", "30"), step: 6 },
      { ...columns("", "BALANCING FOR HVAC"), step: 6 },
    );
    expect(sections).toEqual([concrete, signs, hvac]);
  });

  it("two columns side by side", async () => {
    const side = (left: string, right: string): ManualRow => ({
      cells: [
        { text: left, x: 72 },
        { text: right, x: 320 },
      ],
    });
    const sections = await read(
      heading,
      side("DIVISION 01 - GENERAL", "DIVISION 09 - FINISHES"),
      side("01 10 00 SUMMARY", "09 29 00 GYPSUM BOARD"),
      side("01 33 00 SUBMITTALS", "09 91 23 INTERIOR PAINTING"),
      side("01 50 00 FACILITIES", "09 96 00 COATINGS"),
    );
    expect(sections.map(([number]) => number)).toEqual([
      "01 10 00",
      "01 33 00",
      "01 50 00",
      "09 29 00",
      "09 91 23",
      "09 96 00",
    ]);
  });

  it("titles first, numbers last", async () => {
    const sections = await read(
      heading,
      row("CAST-IN-PLACE CONCRETE ........ 03 30 00"),
      row("PANEL SIGNAGE ... 10 14 23"),
    );
    expect(sections).toEqual([concrete, signs]);
  });

  it.each([
    ["compact", "033000", "101423"],
    ["in pairs", "03 3000", "10 1423"],
    ["with dashes", "03-30-00", "10-14-23"],
  ])("%s numbers give six-digit codes", async (_, first, second) => {
    const pdf = manualPdf([
      cover,
      {
        rows: [
          heading,
          row(`SECTION ${first} - CAST-IN-PLACE CONCRETE`),
          row(`SECTION ${second} - PANEL SIGNAGE`),
        ],
      },
    ]);
    const toc = await runEngine<TocResult>(tocParserEngine, pdf);
    const codes = toc.divisions.flatMap(({ sections }) => sections.map(({ section_code }) => section_code));
    expect(codes).toEqual(["033000", "101423"]);
    expect(toc.divisions.map(({ division_title }) => division_title)).toEqual(["Concrete", "Specialties"]);
  });

  it("agency numbers keep their suffix and share their six digits", async () => {
    const pdf = manualPdf([
      cover,
      {
        rows: [
          heading,
          row("03 30 00.00 10   CAST-IN-PLACE CONCRETE"),
          row("05 50 13.13   METAL STAIRS"),
          row("05 50 13.16   LADDERS"),
        ],
      },
    ]);
    const { divisions } = await runEngine<TocResult>(tocParserEngine, pdf);
    expect(divisions.flatMap(({ sections }) => sections)).toEqual([
      { section_code: "033000", section_title: "CAST-IN-PLACE CONCRETE", section_number: "03 30 00.00 10" },
      { section_code: "055013", section_title: "METAL STAIRS", section_number: "05 50 13.13" },
      { section_code: "055013", section_title: "LADDERS", section_number: "05 50 13.16" },
    ]);
  });

  it("five-digit numbers with their own division names", async () => {
    const pdf = manualPdf([
      cover,
      {
        rows: [
          heading,
          row("03300 CAST-IN-PLACE CONCRETE .... 4"),
          row("15050 BASIC MECHANICAL METHODS .... 9"),
        ],
      },
    ]);
    const { divisions } = await runEngine<TocResult>(tocParserEngine, pdf);
    expect(divisions.map((division) => [division.division_code, division.division_title])).toEqual([
      ["03", "Concrete"],
      ["15", "Mechanical"],
    ]);
    expect(divisions[0]?.sections[0]).toMatchObject({ section_code: "033000", section_number: "03300" });
  });

  it("a division's own number above its sections is no section", async () => {
    const sections = await read(
      heading,
      row("03 00 00 CONCRETE"),
      row("03 30 00 CAST-IN-PLACE CONCRETE"),
      row("10 00 00 SPECIALTIES"),
      row("10 14 23 PANEL SIGNAGE"),
    );
    expect(sections).toEqual([concrete, signs]);
  });
});

describe("a manual without contents", () => {
  it("has the sections of its headings, not those that its text names", async () => {
    const pdf = manualPdf([
      cover,
      ...sectionPages("03 30 00", "CAST-IN-PLACE CONCRETE"),
      ...sectionPages("08 71 00", "DOOR HARDWARE", { end: false }),
      ...sectionPages("09 29 00", "GYPSUM BOARD"),
    ]);
    expect(pairs(await runEngine<TocResult>(tocParserEngine, pdf))).toEqual([
      ["03 30 00", "CAST-IN-PLACE CONCRETE"],
      ["08 71 00", "DOOR HARDWARE"],
      ["09 29 00", "GYPSUM BOARD"],
    ]);
  });

  it("has none where it is no manual at all", async () => {
    expect(await runEngine(tocParserEngine, manualPdf([cover]))).toEqual({ divisions: [] });
  });

  it("is refused where it has no text", async () => {
    const blank = buildPdf([{ width: 612, height: 792, content: "0 0 m 9 9 l S" }]);
    await expect(runEngine(tocParserEngine, blank)).rejects.toMatchObject({ code: "unsupported" });
  });
});
