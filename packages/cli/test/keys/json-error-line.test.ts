import { expect, it } from "vitest";
import { jsonErrorLine } from "../../src/keys/json-error-line.js";

const texts = [
  "",
  "{}",
  " [1, -2.5e+3, true, null] ",
  '{"a": {"b": ["c\\u00e4\\n", {}]}}',
  '{"a": 1,}',
  '{"a" 1}',
  "{a: 1}",
  '{"a": 01}',
  '{"a": "x\ny"}',
  '{"a": "\\x"}',
  "[1, 2",
  "{} {}",
  "nul",
  '"open',
  "[,]",
  '{"a": "\u0001"}',
];

it.each(texts)("finds fault with %j exactly where the parser does", (text) => {
  const isJson = ((): boolean => {
    try {
      JSON.parse(text);
      return true;
    } catch {
      return false;
    }
  })();
  expect(jsonErrorLine(text) === undefined).toBe(isJson);
});

it("counts lines from 1, up to the first that is wrong", () => {
  expect(jsonErrorLine("garbage")).toBe(1);
  expect(jsonErrorLine('{\n "a": 1\n "b": 2\n}')).toBe(3);
  expect(jsonErrorLine('{\n "a": [1,\n 2\n')).toBe(4);
  expect(jsonErrorLine("{}\n\nx")).toBe(3);
});
