import { expect, test } from "vitest";
import { placeField, readField, topField } from "../../src/fields/place-field.js";

test("a name is a field of its own, whatever else is set", () => {
  expect(placeField({ format: "docx" }, "url", "u")).toEqual({ format: "docx", url: "u" });
});

test("a pointer leads into a field, which keeps what was set in it", () => {
  expect(placeField({ source: { pages: 2 } }, "/source/url", "u")).toEqual({
    source: { pages: 2, url: "u" },
  });
  expect(placeField({}, "/urls/0", "u")).toEqual({ urls: ["u"] });
});

test("the field that a pointer is in counts as given", () => {
  expect([topField("url"), topField("/source/url"), topField("/a~1b/c")]).toEqual(["url", "source", "a/b"]);
});

test("what stands at a name or a pointer is read, and nothing that every object has", () => {
  const fields = { format: "docx", source: { urls: ["u"] } };
  expect(
    ["format", "/source/urls/0", "/source/urls/1", "/format/x", "/constructor"].map((field) =>
      readField(fields, field),
    ),
  ).toEqual(["docx", "u", undefined, undefined, undefined]);
});
