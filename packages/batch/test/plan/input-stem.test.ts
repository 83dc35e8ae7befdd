import { expect, test } from "vitest";
import { stemOf } from "../../src/plan/input-stem.js";

test.each([
  [{ path: "/in/report.pdf" }, "report"],
  [{ path: "a.pdf", output: "2024/b" }, "2024/b"],
  [{ path: "a.pdf", output: "2024/b.DOCX" }, "2024/b"],
  [{ path: "a.pdf", output: "v1.2" }, "v1.2"],
  [{ path: "a.pdf", output: ".docx" }, "docx"],
  [{ path: "a.pdf", output: "../../etc/b" }, "etc/b"],
  [{ url: "https://example.org/in/c%20d.pdf?x=1" }, "c d"],
  [{ url: "https://example.org/" }, "example.org"],
  [{ jobId: "j1" }, "j1"],
])("the result of %j is named %s", (input, stem) => {
  expect(stemOf(input, "docx")).toBe(stem);
});
