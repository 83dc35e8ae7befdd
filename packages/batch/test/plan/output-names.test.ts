import { expect, test } from "vitest";
import { nameKey, outputNames } from "../../src/plan/output-names.js";

const id = (letter: string): string => letter.repeat(64);

test("a result is named after its input", () => {
  const names = outputNames([{ id: id("a"), stem: "2024/report", extension: "docx" }]);
  expect([...names.values()]).toEqual(["2024/report.docx"]);
});

test("inputs that would share a name are told apart, in whatever order they come", () => {
  const wishes = [
    { id: id("a"), stem: "report", extension: "docx" },
    { id: id("b"), stem: "Report", extension: "docx" },
    { id: id("c"), stem: "plan", extension: "docx" },
    { id: id("d"), stem: "report", extension: "xlsx" },
  ];
  const names = outputNames(wishes);
  expect(Object.fromEntries(names)).toEqual({
    [id("a")]: "report-aaaaaaaa.docx",
    [id("b")]: "Report-bbbbbbbb.docx",
    [id("c")]: "plan.docx",
    [id("d")]: "report.xlsx",
  });
  const turned = outputNames(wishes.toReversed());
  for (const { id } of wishes) expect(turned.get(id)).toBe(names.get(id));
});

test("a name of an earlier run is not given again, however it is spelt", () => {
  const composed = "Angebot f\u00FCr Mai";
  const taken = new Set([nameKey(composed, "docx")]);
  const names = outputNames([{ id: id("d"), stem: composed.normalize("NFD"), extension: "docx" }], taken);
  expect(names.get(id("d"))).toMatch(/-dddddddd\.docx$/);
});
