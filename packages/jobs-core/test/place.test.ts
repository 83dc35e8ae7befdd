import { expect, test } from "vitest";
import { readNumber, readPlace, readText } from "../src/place.js";

const body = { a: { "b/c": [1, { "d~e": null }] }, text: "", number: 7, wrong: {} };

test.each([
  ["/a/b~1c/0", 1],
  ["/a/b~1c/1/d~0e", null],
  ["/missing/x", undefined],
  ["/a/toString", undefined],
  ["/__proto__", undefined],
  ["/text/length", undefined],
])("place %s holds %j", (place, expected) => {
  expect(readPlace(place, body)).toBe(expected);
});

test("a place can be a header", () => {
  expect(readPlace("$response.header.X-Id", body, { headers: new Headers({ "x-id": "7" }) })).toBe("7");
  expect(readPlace("$response.header.X-Id", body)).toBeUndefined();
});

test("a text is not empty and no object; a number is finite and not negative", () => {
  expect([readText("/text", body), readText("/number", body), readText("/wrong", body)]).toEqual([
    undefined,
    "7",
    undefined,
  ]);
  const numbers = { text: "12", negative: -1, word: "many", empty: "", none: null };
  expect(
    ["/text", "/negative", "/word", "/empty", "/none"].map((place) => readNumber(place, numbers)),
  ).toEqual([12, undefined, undefined, undefined, undefined]);
});
