import { describe, expect, it } from "vitest";
import { leadingSectionNumber } from "../../../../src/engines/construction/specs/section-number.js";

const numbers: [string, string, string][] = [
  ["03 30 00 CAST-IN-PLACE CONCRETE", "03 30 00", "033000"],
  ["033000 - CONCRETE", "033000", "033000"],
  ["05 50 13.13 METAL STAIRS", "05 50 13.13", "055013"],
  ["03 30 00.00 10 CONCRETE", "03 30 00.00 10", "033000"],
  ["03 3000 CONCRETE", "03 3000", "033000"],
  ["08 71 00A DOOR HARDWARE", "08 71 00A", "087100"],
  ["01 10 00SUMMARY", "01 10 00", "011000"],
  ["03300 CONCRETE", "03300", "033000"],
];

describe("leadingSectionNumber", () => {
  it.each(numbers)("%s", (text, number, code) => {
    expect(leadingSectionNumber(text)).toMatchObject({ text: number, code });
  });

  it.each([
    "03/15/2024",
    "603-271-0330",
    "03301-4567 Concord",
    "12 34",
    "01.15.2024 Bid",
    "A 03 30 00",
    "2024",
  ])("%s begins with none", (text) => {
    expect(leadingSectionNumber(text)).toBeUndefined();
  });
});
