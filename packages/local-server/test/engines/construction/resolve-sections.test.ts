import { describe, expect, it } from "vitest";
import { resolveSections } from "../../../src/engines/construction/resolve-sections.js";
import type { TocResult } from "../../../src/engines/construction/specs/toc-result.js";

const toc: TocResult = {
  divisions: [
    {
      division_code: "03",
      division_title: "CONCRETE",
      sections: [
        { section_code: "033000", section_title: "CAST-IN-PLACE CONCRETE", section_number: "03 30 00" },
        { section_code: "034500", section_title: "PRECAST CONCRETE", section_number: "03450" },
      ],
    },
    {
      division_code: "10",
      division_title: "SPECIALTIES",
      sections: [{ section_code: "102900", section_title: "SIGNAGE", section_number: "10 29 00" }],
    },
  ],
};

describe("resolveSections", () => {
  it("keeps digits and of these the first six", () => {
    expect(resolveSections(toc, { section_codes: ["10 29 00", "05 50 13.13"] })).toEqual({
      ok: true,
      section_codes: ["102900", "055013"],
    });
  });

  it.each(["3", "03", "DIVISION 3"])("division %j stands for its sections", (division) => {
    const resolved = resolveSections(toc, { division_codes: [division] });
    expect(resolved).toEqual({ ok: true, section_codes: ["033000", "034500"] });
  });

  it("names each section once, in the order asked for", () => {
    const request = { section_codes: ["102900", "03 30 00", "102900"], division_codes: ["03", "10"] };
    expect(resolveSections(toc, request)).toEqual({
      ok: true,
      section_codes: ["102900", "033000", "034500"],
    });
  });

  it("accepts a five-digit number that the manual has", () => {
    expect(resolveSections(toc, { section_codes: ["03450"] })).toEqual({
      ok: true,
      section_codes: ["034500"],
    });
  });

  it.each(["0330", "concrete", "", "99999"])("%j is an invalid code", (code) => {
    expect(resolveSections(toc, { section_codes: ["033000", code] })).toMatchObject({
      ok: false,
      code: "INVALID_SECTION_CODE",
    });
  });

  it.each([{ division_codes: ["26"] }, { division_codes: ["x"] }, { section_codes: [] }, {}])(
    "%j resolves to nothing",
    (request) => {
      expect(resolveSections(toc, request)).toMatchObject({ ok: false, code: "NO_SECTIONS_RESOLVED" });
    },
  );
});
