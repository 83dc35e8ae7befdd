import { expect, it } from "vitest";
import { printable, printableLines } from "../../src/terminal/printable.js";

it("replaces what moves a cursor, sets a title or turns text around", () => {
  expect(printable("a\u001B[31mb\rc\u202Ed\u0085e")).toBe("a\uFFFD[31mb\uFFFDc\uFFFDd\uFFFDe");
});

it("keeps letters of every script, and line ends where lines are meant", () => {
  expect(printable("여름 été ß 😀")).toBe("여름 été ß 😀");
  expect(printableLines("one\r\ntwo")).toBe("one\ntwo");
});
