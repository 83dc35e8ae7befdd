import { expect, test } from "vitest";
import { readDispositionName } from "../../src/result/content-disposition.js";
import { safeFileName } from "../../src/result/safe-file-name.js";

test.each([
  ["report.docx", "report.docx"],
  ["Prüfbericht – 図面.pdf", "Prüfbericht – 図面.pdf"],
  ["../../../evil.docx", "evil.docx"],
  ["/etc/evil", "evil"],
  ["..\\..\\evil.docx", "evil.docx"],
  [".bashrc", "bashrc"],
  ["-rf", "rf"],
  ["a\0b\u001b[2Jc.pdf", "a_b_[2Jc.pdf"],
  ["C:evil.txt", "C_evil.txt"],
  ["report.txt:stream", "report.txt_stream"],
  ["CON", "_CON"],
  ["lpt1.pdf", "_lpt1.pdf"],
  ["nul .pdf", "_nul .pdf"],
  ["COM¹.pdf", "_COM¹.pdf"],
  ["CONIN$", "_CONIN$"],
  ["console.pdf", "console.pdf"],
  ["invoice\u202efdp.exe", "invoice_fdp.exe"],
  ["trailing. . ", "trailing"],
  ["u\u0308ber.pdf", "über.pdf"],
  ["\ud800.pdf", "_.pdf"],
  ["", undefined],
  ["..", undefined],
  ["a/", undefined],
])("%j becomes %j", (name, expected) => {
  expect(safeFileName(name)).toBe(expected);
});

test("a long name is cut to 180 bytes and keeps its extension", () => {
  const name = safeFileName(`${"図".repeat(400)}.docx`) ?? "";
  expect(Buffer.byteLength(name)).toBeLessThanOrEqual(180);
  expect(Buffer.byteLength(name)).toBeGreaterThan(170);
  expect(name.endsWith("図.docx")).toBe(true);
});

test.each([
  ['attachment; filename="a b.pdf"', "a b.pdf"],
  ["attachment; filename=plain.pdf", "plain.pdf"],
  ["attachment; filename=\"old.pdf\"; filename*=UTF-8''%C3%BCber.pdf", "über.pdf"],
  ["attachment; filename*=UTF-8''%zz; filename=\"old.pdf\"", "old.pdf"],
  ['attachment; filename="with \\"quotes\\".pdf"', 'with "quotes".pdf'],
  ["inline", undefined],
  [null, undefined],
])("Content-Disposition %j names %j", (header, expected) => {
  expect(readDispositionName(header)).toBe(expected);
});
