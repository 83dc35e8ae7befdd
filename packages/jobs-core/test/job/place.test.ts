import { expect, test } from "vitest";
import { expand, localize } from "../../src/result/each-file.js";
import { readNumber, readPlace, readText } from "../../src/job/place.js";

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
  const numbers = { text: "12", negative: -1, word: "many", empty: "", blank: " ", sign: " %", none: null };
  expect(
    ["/text", "/negative", "/word", "/empty", "/blank", "/sign", "/none"].map((place) =>
      readNumber(place, numbers),
    ),
  ).toEqual([12, ...Array<undefined>(6).fill(undefined)]);
});

test("a star stands for every item, with a name and a value for those like it", () => {
  const graph = {
    tasks: [{ name: "a", url: "1" }, { name: "b" }, { name: "b", url: "2" }],
    by: { x: { n: 1 } },
  };
  expect(readPlace("/tasks/*/url", graph)).toEqual(["1", "2"]);
  expect(readPlace("/tasks/*name=b/url", graph)).toEqual(["2"]);
  expect(readPlace("/by/*/n", graph)).toEqual([1]);
  expect(readText("/tasks/*/url", graph)).toBe("1; 2");
  expect(readText("/tasks/*name=c/url", graph)).toBeUndefined();
});

test("an expanded place takes its neighbours along, also where some lack a field", () => {
  const files = { out: [{ url: "1" }, { url: "2", name: "two" }] };
  const [first = "", second = ""] = expand("/out/*/url", files);
  expect([first, second]).toEqual(["/out/0/url", "/out/1/url"]);
  expect(readText(localize("/out/*/name", first), files)).toBeUndefined();
  expect(readText(localize("/out/*/name", second), files)).toBe("two");
});

test("a place can be the status, or what the request had in its path", () => {
  expect(readText("$statusCode", undefined, { status: 202 })).toBe("202");
  expect(readText("$request.path.id", undefined, { path: { id: "j1" } })).toBe("j1");
});

test("a percentage may be written as text", () => {
  expect([
    readNumber("/p", { p: "45 %" }),
    readNumber("/p", { p: "12.5" }),
    readNumber("/p", { p: "-1" }),
  ]).toEqual([45, 12.5, undefined]);
});

test("arrays within arrays, however deep, are no text", () => {
  const deep: unknown = JSON.parse(`${"[".repeat(50_000)}${"]".repeat(50_000)}`);
  expect(readText("/status", { status: deep })).toBeUndefined();
  expect(readText("/status", { status: ["a", ["b"], "c"] })).toBe("a; c");
});
