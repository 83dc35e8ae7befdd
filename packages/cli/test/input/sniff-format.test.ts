import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { sniffFormat } from "../../src/input/sniff-format.js";
import { samples } from "../support/run-cli.js";

const sniff = (text: string) => sniffFormat(Buffer.from(text, "latin1"));

it("knows the samples by their content", () => {
  expect(sniffFormat(readFileSync(`${samples}report.pdf`))).toBe("pdf");
  expect(sniffFormat(readFileSync(`${samples}report-1.png`))).toBe("png");
  expect(sniffFormat(readFileSync(`${samples}report.docx`))).toBe("zip");
});

it.each([
  ["\u00ff\u00d8\u00ff\u00e0", "jpeg"],
  ["RIFF\0\0\0\0WEBPVP8 ", "webp"],
  ["RIFF\0\0\0\0WAVEfmt ", "wav"],
  ["II*\0\u0008\0\0\0", "tiff"],
  ["MM\0*\0\0\0\u0008", "tiff"],
  ["BM\u0010\0\0\0\0\0\0\0", "bmp"],
  ["\0\0\0\u001cftypavif\0\0", "avif"],
  ["\0\0\0\u0018ftypheic\0\0", "heic"],
  ["GIF89a", "gif"],
  ["junk before %PDF-1.4", "pdf"],
])("%j is %s", (head, format) => {
  expect(sniff(head)).toBe(format);
});

it("says nothing about text, and about too few bytes", () => {
  expect(sniff("hello, %PD")).toBeUndefined();
  expect(sniff("")).toBeUndefined();
  expect(sniff("BMW is a car")).toBeUndefined();
});
