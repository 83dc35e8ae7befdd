import { expect, test } from "vitest";
import { jsonText } from "../../src/output/json-text.js";

test("JSON holds nothing that drives a terminal, and is parsed to the same", () => {
  const value = { "\u202Ekey": "a\u009B31mb\u007F\u001B[2J\u2066ü\u{1F600}\n" };
  const text = jsonText(value);
  expect(text).toMatch(/^[^\p{Cc}\p{Cf}]+$/u);
  expect(text).toContain("ü\u{1F600}");
  expect(JSON.parse(text)).toEqual(value);
});
